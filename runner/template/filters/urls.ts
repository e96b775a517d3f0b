import type { Filter, Table } from '../plugin.ts';
import { dictEntries, dictGet, dictHas, isDict, newDict } from '../python/dict.ts';
import { iterate } from '../python/sequence.ts';
import { toText } from '../python/text.ts';
import { Fault, use, type Value } from '../python/types.ts';
import { asText } from './read.ts';

const percentEncode = (text: string, keep: RegExp): string =>
  Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    return keep.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');

const inPath = (text: string) => percentEncode(text, /[\w.~/-]/);
const inQuery = (text: string) => percentEncode(text, /[\w.~-]/).replaceAll('%20', '+');

function encode(value: Value): Value {
  use(value);
  if (!isDict(value) && !Array.isArray(value)) return inPath(asText(value));
  const pairs = isDict(value) ? dictEntries(value) : value.map((pair) => iterate(pair));
  return pairs.map(([key, member]) => `${inQuery(asText(key))}=${inQuery(asText(member))}`).join('&');
}

/** What is no code of a byte stays as it is, as in Python. */
function decode(value: Value): Value {
  const text = asText(value).replaceAll('+', ' ');
  return text.replace(/(?:%[\da-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8'));
}

function split(value: Value, [part]: readonly Value[]): Value {
  const [, scheme = '', netloc = '', path = '', query = '', fragment = ''] =
    /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/i.exec(
      asText(value).trimStart(),
    ) ?? [];
  const [, user, password, host = '', port] =
    /^(?:([^:@]*)(?::([^@]*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(netloc) ?? [];
  const parts = newDict([
    ['fragment', fragment],
    ['hostname', host === '' ? null : host.replace(/^\[|\]$/g, '').toLowerCase()],
    ['netloc', netloc],
    ['password', password ?? null],
    ['path', path],
    ['port', port ? Number(port) : null],
    ['query', query],
    ['scheme', scheme.toLowerCase()],
    ['username', user ?? null],
  ]);
  if (part === '') return parts;
  if (!dictHas(parts, part))
    throw new Fault(`a URL has no part ${toText(part, 'repr')}`, { hint: `known: ${Object.keys(parts).join(', ')}` });
  return dictGet(parts, part);
}

/** Filters on URLs. */
export const urlFilters: Table<Filter> = {
  urlencode: { description: 'the text encoded for a URL, or a dict as a query', run: encode },
  urldecode: { description: 'the text behind URL encoding', run: decode },
  urlsplit: { description: 'the parts of a URL, or one of them', params: [['query', '']], run: split },
};

import { asText } from '../filters/read.ts';
import type { Context, Lookup, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { readCsv } from '../python/csv.ts';
import { readIni } from '../python/ini.ts';
import { regex } from '../python/regex.ts';
import { Fault, type Value } from '../python/types.ts';
import { inlineOptions } from './inline.ts';

type Options = ReadonlyMap<string, Value>;

function fileOf(options: Options, { host }: Context): string {
  const encoding = asText(options.get('encoding')).toLowerCase();
  if (encoding !== 'utf-8' && encoding !== 'utf8') throw new Fault(`files are read as utf-8, not '${encoding}'`);
  return host.readFile(host.findFile('files', asText(options.get('file'))));
}

function csvFile(terms: readonly Value[], given: Options, context: Context): Value[] {
  return terms.flatMap((term) => {
    const { text: key, options } = inlineOptions(term, given);
    if (key === '')
      throw new Fault('the key to look for is missing', { hint: "lookup('csvfile', 'key', file='x.csv')" });
    const written = asText(options.get('delimiter'));
    const delimiter = /^(?:TAB|\\t|t)$/.test(written) ? '\t' : written;
    const row = readCsv(fileOf(options, context), { delimiter }).find(([first]) => first === key);
    const column = Number(asText(options.get('col')));
    if (row && !(column in row)) throw new Fault(`the row of '${key}' has no column ${column}`);
    const found = row ? row[column] : options.get('default');
    return found === null || found === undefined ? [] : [found];
  });
}

function ini(terms: readonly Value[], given: Options, context: Context): Value[] {
  return terms.flatMap((term) => {
    const { text: key, options } = inlineOptions(term, given);
    if (key === '') throw new Fault('the key to look for is missing', { hint: "lookup('ini', 'key', file='x.ini')" });
    const isProperties = options.get('type') === 'properties';
    const text = fileOf(options, context);
    const caseSensitive = isTruthy(options.get('case_sensitive'));
    const sections = readIni(isProperties ? `[properties]\n${text}` : text, {
      caseSensitive,
      allowNoValue: isTruthy(options.get('allow_no_value')) || isTruthy(options.get('allow_none')),
    });
    const name = isProperties ? 'properties' : asText(options.get('section'));
    const section = sections.get(name);
    if (!section) throw new Fault(`${asText(options.get('file'))} has no section '${name}'`);
    if (isTruthy(options.get('re'))) {
      const pattern = regex(key, { atStart: true });
      return [...section].filter(([own]) => new RegExp(pattern).test(own)).map(([, value]) => value);
    }
    const own = caseSensitive ? key : key.toLowerCase();
    const found = section.has(own) ? section.get(own) : options.get('default');
    return found === null || found === undefined ? [] : [found];
  });
}

/** Lookups that find a value in a file of records. */
export const recordLookups: Table<Lookup> = {
  csvfile: {
    description: 'a column of the row of a CSV file that starts with a key',
    options: [
      ['file', 'ansible.csv'],
      ['delimiter', 'TAB'],
      ['col', '1'],
      ['default', null],
      ['encoding', 'utf-8'],
    ],
    run: csvFile,
  },
  ini: {
    description: 'the value of a key in an INI or properties file',
    options: [
      ['file', 'ansible.ini'],
      ['section', 'global'],
      ['type', 'ini'],
      ['re', false],
      ['default', ''],
      ['case_sensitive', false],
      ['allow_no_value', false],
      ['allow_none', false],
      ['encoding', 'utf-8'],
    ],
    run: ini,
  },
};

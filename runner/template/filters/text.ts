import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { dictEntries } from '../python/dict.ts';
import { wholeNumber } from '../python/number.ts';
import { percent } from '../python/percent.ts';
import { checkLength, joinedText, repeated } from '../python/size.ts';
import * as strings from '../python/strings.ts';
import { toText } from '../python/text.ts';
import { Fault, type Named, Tuple, type Value } from '../python/types.ts';
import { comment } from './comment.ts';
import { asDict } from './dicts.ts';
import { asText } from './read.ts';
import { wordwrap } from './wordwrap.ts';

const simple = (description: string, run: (text: string) => Value): Filter => ({
  description,
  run: (value) => run(asText(value)),
});

/** Every word with a capital, words parted by blanks, dashes and opening brackets. */
const title = (text: string): string =>
  text
    .split(/([-\s({[<]+)/)
    .map((part) => strings.capitalize(part))
    .join('');

function indent(value: Value, [width, first, blank]: readonly Value[]): Value {
  const margin = typeof width === 'string' ? width : repeated(' ', wholeNumber(width, 'the width'));
  // The last line counts even when it is empty, as the text may go on behind the filter.
  const lines = strings.splitLines(`${asText(value)}\n`);
  checkLength(margin.length * lines.length);
  const indented = lines.map((line, index) => (index > 0 && (line !== '' || isTruthy(blank)) ? margin + line : line));
  return (isTruthy(first) ? margin : '') + joinedText(indented, '\n');
}

function truncate(value: Value, [length, killWords, end, leeway]: readonly Value[]): Value {
  const text = [...asText(value)];
  const most = wholeNumber(length, 'the length');
  const tail = asText(end);
  if (most < tail.length) throw new Fault(`the length must be at least ${tail.length}, that of the end mark`);
  if (text.length <= most + (leeway === null ? 5 : wholeNumber(leeway, 'leeway'))) return text.join('');
  const kept = text.slice(0, most - tail.length).join('');
  if (isTruthy(killWords)) return kept + tail;
  const space = kept.lastIndexOf(' ');
  return (space === -1 ? kept : kept.slice(0, space)) + tail;
}

function format(value: Value, [args, named]: readonly Value[]): Value {
  const list = args as readonly Value[];
  const pairs = named as Named;
  if (list.length > 0 && pairs.size > 0) throw new Fault('format takes plain arguments or named ones, not both');
  return percent(asText(value), pairs.size > 0 ? new Map(pairs) : Tuple.from(list));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>'"]/g, (character) => entities[character]!);

/** The text without what stands between two marks, marks included; an open end stays. */
function without(text: string, open: string, close: string): string {
  const kept: string[] = [];
  for (let at = 0; ; ) {
    const start = text.indexOf(open, at);
    const end = start === -1 ? -1 : text.indexOf(close, start + open.length);
    if (end === -1) return kept.join('') + text.slice(at);
    kept.push(text.slice(at, start));
    at = end + close.length;
  }
}

const stripTags = (text: string): string =>
  without(without(text, '<!--', '-->'), '<', '>')
    .trim()
    .split(/\s+/)
    .join(' ')
    .replace(/&(?:amp|lt|gt|quot|#39|#34|nbsp);/g, (entity) => plainEntities[entity] ?? entity);

const plainEntities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#34;': '"',
  '&nbsp;': '\u00a0',
};

function xmlAttributes(value: Value, [space]: readonly Value[]): Value {
  const parts = dictEntries(asDict(value))
    .filter(([, member]) => member !== null)
    .map(([key, member]) => {
      const name = toText(key);
      if (/[\s/>=]/.test(name)) throw new Fault(`'${name}' cannot be the name of an attribute`);
      return `${name}="${escapeHtml(asText(member))}"`;
    });
  return (parts.length > 0 && isTruthy(space) ? ' ' : '') + parts.join(' ');
}

/** A word of a shell command line. */
export const shellQuote = (text: string): string =>
  text === '' ? "''" : /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;

const htmlEscape = simple('the text with &, <, >, \' and " as HTML entities', escapeHtml);

/** Filters on text. */
export const textFilters: Table<Filter> = {
  upper: simple('the text in capitals', (text) => text.toUpperCase()),
  lower: simple('the text in small letters', (text) => text.toLowerCase()),
  capitalize: simple('the text with its first letter in capitals and the rest in small letters', strings.capitalize),
  title: simple('the text with each word capitalised', title),
  trim: {
    description: 'the text without blanks (or other characters) at its ends',
    params: [['chars', null]],
    run: (value, [characters]) =>
      strings.strip(asText(value), 'both', characters === null ? undefined : asText(characters)),
  },
  replace: {
    description: 'the text with one part replaced by another, everywhere or so many times',
    params: ['old', 'new', ['count', null]],
    run: (value, [old, replacement, count]) =>
      strings.replace(
        asText(value),
        asText(old),
        asText(replacement),
        count === null ? -1 : wholeNumber(count, 'count'),
      ),
  },
  split: {
    description: 'the parts of the text between separators, or between blanks',
    params: [
      ['sep', null],
      ['maxsplit', -1],
    ],
    run: (value, [separator, most]) =>
      strings.split(asText(value), separator === null ? undefined : asText(separator), wholeNumber(most, 'maxsplit')),
  },
  splitlines: simple('the lines of the text', (text) => strings.splitLines(text)),
  center: {
    description: 'the text in the middle of a line',
    params: [['width', 80]],
    run: (value, [width]) => strings.pad(asText(value), wholeNumber(width, 'the width'), 'center'),
  },
  indent: {
    description: 'the text with its lines after the first (or all) moved to the right',
    params: [
      ['width', 4],
      ['first', false],
      ['blank', false],
    ],
    run: indent,
  },
  wordwrap: {
    description: 'the text broken into lines of a width',
    params: [
      ['width', 79],
      ['break_long_words', true],
      ['wrapstring', null],
      ['break_on_hyphens', true],
    ],
    run: (value, [width, breakLong, newline, hyphens]) =>
      wordwrap(
        asText(value),
        wholeNumber(width, 'the width'),
        isTruthy(breakLong),
        newline === null ? '\n' : asText(newline),
        isTruthy(hyphens),
      ),
  },
  wordcount: simple('the number of words', (text) => text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  truncate: {
    description: 'the text cut to a length, with an end mark',
    params: [
      ['length', 255],
      ['killwords', false],
      ['end', '...'],
      ['leeway', null],
    ],
    run: truncate,
  },
  format: { description: 'the text as a %-format with these values', rest: true, named: true, run: format },
  comment: {
    description: 'the text as a comment, plain or in the style of a language',
    params: [['style', 'plain']],
    named: true,
    run: (value, [style, named]) => comment(asText(value), asText(style), named as Named),
  },
  quote: {
    description: 'the text as one word of a shell command',
    run: (value) => shellQuote(value === null ? '' : asText(value)),
  },
  escape: htmlEscape,
  e: htmlEscape,
  forceescape: htmlEscape,
  safe: { description: 'the value itself: nothing is escaped unless asked for', run: (value) => value },
  striptags: simple('the text without HTML tags', stripTags),
  xmlattr: { description: 'the dict as attributes of an XML tag', params: [['autospace', true]], run: xmlAttributes },
};

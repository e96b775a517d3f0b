import type { Method, Table } from '../plugin.ts';
import { format } from '../python/format.ts';
import { wholeNumber } from '../python/number.ts';
import { iterate } from '../python/sequence.ts';
import { joinedText } from '../python/size.ts';
import * as text from '../python/strings.ts';
import { toText, typeName } from '../python/text.ts';
import { Fault, type Named, tuple, use, type Value } from '../python/types.ts';

const given = (value: Value, what: string): string => {
  use(value);
  if (typeof value !== 'string') throw new Fault(`${what} must be text, not ${typeName(value)}`);
  return value;
};

const separator = (value: Value): string | undefined => (value === null ? undefined : given(value, 'the separator'));

const simple = (run: (self: string) => Value): Method => ({ run: (self) => run(self as string) });

const padding = (align: 'left' | 'right' | 'center'): Method => ({
  params: ['width', ['fillchar', ' ']],
  run: (self, [width, fill]) =>
    text.pad(self as string, wholeNumber(width, 'the width'), align, given(fill, 'the fill character')),
});

const stripping = (side: 'both' | 'left' | 'right'): Method => ({
  params: [['chars', null]],
  run: (self, [characters]) => text.strip(self as string, side, separator(characters)),
});

const splitting = (split: typeof text.split): Method => ({
  params: [
    ['sep', null],
    ['maxsplit', -1],
  ],
  run: (self, [by, most]) => split(self as string, separator(by), wholeNumber(most, 'maxsplit')),
});

/** `startswith` and `endswith` take several candidates, and the part of the text to look at. */
const edge = (matches: (part: string, candidate: string) => boolean): Method => ({
  params: ['prefix', ['start', null], ['end', null]],
  run: (self, [candidates, start, end]) => {
    const part = text.part(self as string, start, end);
    const list = Array.isArray(use(candidates)) ? iterate(candidates) : [candidates];
    return list.some((candidate) => matches(part, given(candidate, 'what is looked for')));
  },
});

const searching = (
  search: (self: string, wanted: string, start: number, end: number) => number,
  must: boolean,
): Method => ({
  params: ['sub', ['start', null], ['end', null]],
  run: (self, [wanted, start, end]) => {
    const [from, to] = text.range(self as string, start, end);
    const index = search(self as string, given(wanted, 'what is looked for'), from, to);
    if (must && index === -1) throw new Fault(`${toText(wanted, 'repr')} is not in the text`);
    return index;
  },
});

const forward = (self: string, wanted: string, from: number, to: number): number => {
  const index = self.slice(0, to).indexOf(wanted, from);
  return index;
};

const backward = (self: string, wanted: string, from: number, to: number): number => {
  const index = self.slice(0, to).lastIndexOf(wanted);
  return index < from ? -1 : index;
};

const parting = (search: (self: string, by: string) => number, atStart: boolean): Method => ({
  params: ['sep'],
  run: (self, [by]) => {
    const value = self as string;
    const at = search(value, given(by, 'the separator'));
    if (at === -1) return atStart ? tuple(value, '', '') : tuple('', '', value);
    return tuple(value.slice(0, at), by, value.slice(at + (by as string).length));
  },
});

/** Python's methods of text. */
export const textMethods: Table<Method> = {
  upper: simple((self) => self.toUpperCase()),
  lower: simple((self) => self.toLowerCase()),
  casefold: simple((self) => self.toLowerCase().replaceAll('ß', 'ss')),
  title: simple(text.title),
  capitalize: simple(text.capitalize),
  swapcase: simple(text.swapCase),
  strip: stripping('both'),
  lstrip: stripping('left'),
  rstrip: stripping('right'),
  split: splitting(text.split),
  rsplit: splitting(text.rsplit),
  splitlines: { params: [['keepends', false]], run: (self, [keep]) => text.splitLines(self as string, Boolean(keep)) },
  join: {
    params: ['iterable'],
    run: (self, [items]) =>
      joinedText(
        iterate(items).map((item, index) => given(item, `element ${index} of what is joined`)),
        self as string,
      ),
  },
  replace: {
    params: ['old', 'new', ['count', -1]],
    run: (self, [old, replacement, count]) =>
      text.replace(
        self as string,
        given(old, 'what is replaced'),
        given(replacement, 'the replacement'),
        wholeNumber(count, 'count'),
      ),
  },
  startswith: edge((part, candidate) => part.startsWith(candidate)),
  endswith: edge((part, candidate) => part.endsWith(candidate)),
  find: searching(forward, false),
  rfind: searching(backward, false),
  index: searching(forward, true),
  rindex: searching(backward, true),
  count: {
    params: ['sub', ['start', null], ['end', null]],
    run: (self, [wanted, start, end]) =>
      text.count(text.part(self as string, start, end), given(wanted, 'what is counted')),
  },
  format: {
    rest: true,
    named: true,
    run: (self, [args, named]) => format(self as string, args as Value[], named as Named),
  },
  zfill: { params: ['width'], run: (self, [width]) => text.zeroFill(self as string, wholeNumber(width, 'the width')) },
  ljust: padding('left'),
  rjust: padding('right'),
  center: padding('center'),
  expandtabs: {
    params: [['tabsize', 8]],
    run: (self, [size]) => text.expandTabs(self as string, wholeNumber(size, 'tabsize')),
  },
  partition: parting((self, by) => self.indexOf(by), true),
  rpartition: parting((self, by) => self.lastIndexOf(by), false),
  removeprefix: {
    params: ['prefix'],
    run: (self, [prefix]) =>
      (self as string).startsWith(given(prefix, 'the prefix'))
        ? (self as string).slice((prefix as string).length)
        : self,
  },
  removesuffix: {
    params: ['suffix'],
    run: (self, [suffix]) => {
      const end = given(suffix, 'the suffix');
      return end !== '' && (self as string).endsWith(end) ? (self as string).slice(0, -end.length) : self;
    },
  },
  isdigit: simple((self) => /^\p{Nd}+$/u.test(self)),
  isdecimal: simple((self) => /^\p{Nd}+$/u.test(self)),
  isnumeric: simple((self) => /^\p{N}+$/u.test(self)),
  isalpha: simple((self) => /^\p{L}+$/u.test(self)),
  isalnum: simple((self) => /^[\p{L}\p{N}]+$/u.test(self)),
  isspace: simple((self) => /^\s+$/.test(self)),
  isupper: simple((self) => self === self.toUpperCase() && self !== self.toLowerCase()),
  islower: simple((self) => self === self.toLowerCase() && self !== self.toUpperCase()),
  istitle: simple((self) => self === text.title(self) && /\p{L}/u.test(self)),
  isidentifier: simple((self) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(self)),
  isascii: simple((self) => /^[\x00-\x7f]*$/.test(self)),
  // Python gives bytes here; templates have text only.
  encode: {
    params: [
      ['encoding', 'utf-8'],
      ['errors', 'strict'],
    ],
    run: (self) => self,
  },
  decode: {
    params: [
      ['encoding', 'utf-8'],
      ['errors', 'strict'],
    ],
    run: (self) => self,
  },
};

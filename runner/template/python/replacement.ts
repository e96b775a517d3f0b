import { Fault } from './types.ts';

/** A replacement text of Python's: `\1`, `\g<name>`, `\n`. */
export function replacer(template: string): (match: RegExpExecArray) => string {
  const parts: (string | { readonly group: string })[] = [];
  let last = 0;
  for (const found of template.matchAll(/\\(?:g<(\w+)>|([1-9]\d?)|([\s\S]))/g)) {
    parts.push(template.slice(last, found.index));
    last = found.index + found[0].length;
    const group = found[1] ?? found[2];
    parts.push(group === undefined ? (replacementEscapes[found[3]!] ?? found[0]) : { group });
  }
  parts.push(template.slice(last));
  return (match) => parts.map((part) => (typeof part === 'string' ? part : groupOf(match, part.group))).join('');
}

const replacementEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
  b: '\b',
  '0': '\0',
  '\\': '\\',
};

/** A group of a match by number or name; empty when it did not take part. */
export function groupOf(match: RegExpExecArray, group: string): string {
  if (/^\d+$/.test(group)) {
    if (Number(group) >= match.length) throw new Fault(`the regular expression has no group ${group}`);
    return match[Number(group)] ?? '';
  }
  if (!match.groups || !Object.hasOwn(match.groups, group))
    throw new Fault(`the regular expression has no group '${group}'`);
  return match.groups[group] ?? '';
}

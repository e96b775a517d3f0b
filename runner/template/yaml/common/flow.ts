import type { YamlMapping, YamlNode, YamlScalar } from '../nodes.ts';
import { type Cursor, isGap, skipBlanks, unusual } from './cursor.ts';
import { beginsPlain, quoted, scalar } from './scalars.ts';

/** `[ … ]` or `{ … }`; its further lines are indented deeper than `parent`. */
export function flow(cursor: Cursor, parent: number, depth: number): YamlNode {
  if (depth === 0) unusual();
  const start = cursor.at++;
  const isList = cursor.text[start] === '[';
  const items: YamlNode[] = [];
  const pairs: YamlMapping['pairs'][number][] = [];
  const close = isList ? ']' : '}';
  for (skip(cursor, parent); cursor.text[cursor.at] !== close; ) {
    if (isList) items.push(flowNode(cursor, parent, depth));
    else pairs.push(flowPair(cursor, parent, depth));
    skip(cursor, parent);
    if (cursor.text[cursor.at] === ',') {
      cursor.at++;
      skip(cursor, parent);
    } else if (cursor.text[cursor.at] !== close) unusual();
  }
  const end = ++cursor.at;
  return isList ? { kind: 'list', items, start, end } : { kind: 'mapping', pairs, start, end };
}

function flowPair(cursor: Cursor, parent: number, depth: number) {
  const { text } = cursor;
  const isQuoted = text[cursor.at] === '"' || text[cursor.at] === "'";
  const key = isQuoted ? quoted(cursor) : flowPlain(cursor);
  const colon = skipBlanks(text, cursor.at);
  if (text[colon] !== ':' || !(isGap(text, colon + 1) || (isQuoted && text[colon + 1] !== ','))) unusual();
  cursor.at = colon + 1;
  skip(cursor, parent);
  return { key, value: flowNode(cursor, parent, depth) };
}

function flowNode(cursor: Cursor, parent: number, depth: number): YamlNode {
  const first = cursor.text[cursor.at];
  if (first === '[' || first === '{') return flow(cursor, parent, depth - 1);
  return first === '"' || first === "'" ? quoted(cursor) : flowPlain(cursor);
}

const plainEnd = /[\n,[\]{}]|:(?=[\s,[\]{}])| #/g;

/** Unquoted text on one line. */
function flowPlain(cursor: Cursor): YamlScalar {
  const { text, at: start } = cursor;
  if (start >= text.length || !beginsPlain(text, start)) unusual();
  plainEnd.lastIndex = start;
  const found = plainEnd.exec(text) ?? unusual();
  const value = text.slice(start, found.index).trimEnd();
  cursor.at = start + value.length;
  return scalar(value, 'plain', start, cursor.at);
}

/** Goes to the next part, on this line or on one that is indented deeper than `parent`; comments are left to a whole parser. */
function skip(cursor: Cursor, parent: number): void {
  const { text } = cursor;
  let at = skipBlanks(text, cursor.at);
  while (text[at] === '\n') {
    const start = at + 1;
    at = skipBlanks(text, start);
    if (text[at] !== '\n' && at - start <= parent) unusual();
  }
  if (at >= text.length) unusual();
  cursor.at = at;
}

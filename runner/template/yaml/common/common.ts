import type { YamlList, YamlMapping, YamlNode, YamlScalar } from '../nodes.ts';
import { blockScalar } from './block_scalars.ts';
import { type Cursor, finishLine, isGap, lineEnd, nextContent, skipBlanks, Unusual, unusual } from './cursor.ts';
import { flow } from './flow.ts';
import { beginsPlain, colonIn, plain, quoted, scalar } from './scalars.ts';

/** Levels that are read here; what is nested deeper may be an attack, for which a whole parser looks. */
const maxDepth = 100;

/**
 * Reads YAML as playbooks and variables are nearly always written: lists, mappings and their texts, without anchors, tags, directives,
 * tabs or several documents. Undefined for anything else, mistakes included. A tenth of the work of a whole parser, which counts where
 * a run's start is mostly reading files; a test holds both to the same answers.
 */
export function commonYaml(text: string): YamlNode | undefined {
  if (/[\t\r\0-\x08\x0B-\x1F\x7F\uFEFF]|^(?:%|\.\.\.(?:\s|$))/m.test(text)) return undefined;
  const opening = /^(?: *(?:#.*)?\n)*---(?: *| +#.*)\n/.exec(text)?.[0].length ?? 0;
  if (/^---(?:\s|$)/m.test(opening === 0 ? text : text.slice(opening))) return undefined;
  const cursor: Cursor = { text, at: 0, column: -1 };
  nextContent(cursor, opening);
  try {
    const root = cursor.column === -1 ? undefined : blockNode(cursor, -1, maxDepth);
    return cursor.column === -1 && root?.kind !== 'scalar' ? root : undefined;
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** What begins where the cursor is, in a list or mapping at the column `parent`. Leaves the cursor at the next content. */
function blockNode(cursor: Cursor, parent: number, depth: number): YamlNode {
  if (depth === 0) unusual();
  if (isDash(cursor)) return blockList(cursor, depth);
  const { at: start, column } = cursor;
  const key = keyAt(cursor);
  return key ? blockMapping(cursor, key, column, depth) : inlineNode(cursor, start, parent, depth);
}

const isDash = ({ text, at }: Cursor) => text[at] === '-' && isGap(text, at + 1);

function blockList(cursor: Cursor, depth: number): YamlList {
  const { at: start, column } = cursor;
  const items: YamlNode[] = [];
  while (cursor.column === column && isDash(cursor)) {
    const dash = cursor.at++;
    const at = inlineAt(cursor);
    if (at === undefined) items.push(nextLineNode(cursor, column, depth));
    else {
      cursor.at = at;
      cursor.column = column + at - dash;
      items.push(blockNode(cursor, column, depth - 1));
    }
  }
  if (cursor.column > column) unusual();
  return { kind: 'list', items, start, end: items.at(-1)!.end };
}

function blockMapping(cursor: Cursor, first: YamlScalar, column: number, depth: number): YamlMapping {
  const pairs: YamlMapping['pairs'][number][] = [];
  for (let key: YamlScalar | undefined = first; key; key = cursor.column === column ? nextKey(cursor) : undefined) {
    const at = inlineAt(cursor);
    const value = at === undefined ? nextLineNode(cursor, column, depth, true) : inlineNode(cursor, at, column, depth);
    pairs.push({ key, value });
  }
  if (cursor.column > column) unusual();
  return { kind: 'mapping', pairs, start: first.start, end: pairs.at(-1)!.value!.end };
}

const nextKey = (cursor: Cursor): YamlScalar => keyAt(cursor) ?? unusual();

/** A key, with the cursor behind its colon; undefined, with the cursor where it was, when there is none. */
function keyAt(cursor: Cursor): YamlScalar | undefined {
  const { text, at: start } = cursor;
  if (text[start] === '"' || text[start] === "'") {
    const key = quoted(cursor);
    const colon = skipBlanks(text, cursor.at);
    const isKey = text[colon] === ':' && isGap(text, colon + 1);
    cursor.at = isKey ? colon + 1 : start;
    return isKey ? key : undefined;
  }
  if (!beginsPlain(text, start)) return undefined;
  const line = text.slice(start, lineEnd(text, start));
  const colon = colonIn(line);
  const comment = line.indexOf(' #');
  if (colon === -1 || (comment !== -1 && comment < colon)) return undefined;
  const name = line.slice(0, colon).trimEnd();
  cursor.at = start + colon + 1;
  return scalar(name, 'plain', start, start + name.length);
}

/** Where the value begins that stands on the same line as its dash or key. */
function inlineAt({ text, at }: Cursor): number | undefined {
  const start = skipBlanks(text, at);
  const isComment = text[start] === '#' && start > at;
  return isComment || text[start] === '\n' || start >= text.length ? undefined : start;
}

/** The value on the lines below its dash or key; a list may stand at the column of its key. */
function nextLineNode(cursor: Cursor, column: number, depth: number, hasKey = false): YamlNode {
  const at = skipBlanks(cursor.text, cursor.at);
  finishLine(cursor);
  if (cursor.column > column) return blockNode(cursor, column, depth - 1);
  if (hasKey && cursor.column === column && isDash(cursor)) return blockNode(cursor, column, depth - 1);
  return scalar('', 'plain', at, at);
}

/** A text, or a list or mapping in brackets. */
function inlineNode(cursor: Cursor, at: number, parent: number, depth: number): YamlNode {
  cursor.at = at;
  const first = cursor.text[at];
  if (first === '|' || first === '>') return blockScalar(cursor, parent);
  if (first === '[' || first === '{') return finished(cursor, flow(cursor, parent, depth - 1));
  if (first === '"' || first === "'") return finished(cursor, quoted(cursor));
  return plain(cursor, parent);
}

function finished<T>(cursor: Cursor, node: T): T {
  finishLine(cursor);
  return node;
}

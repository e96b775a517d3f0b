import { lexExpression, SyntaxFault, type Token } from './lexer.ts';

/** A template cut at its tags: text, `{{ … }}` or `{% … %}`. */
export type Segment =
  | { readonly kind: 'data'; readonly text: string; readonly at: number }
  | { readonly kind: 'output' | 'statement'; readonly tokens: readonly Token[]; readonly at: number };

type Mark = readonly [start: string, end: string];

/** What starts and ends each kind of tag. */
export interface Marks {
  readonly block: Mark;
  readonly variable: Mark;
  readonly comment: Mark;
}

/** The marks of templates that say nothing else. */
export const usualMarks: Marks = { block: ['{%', '%}'], variable: ['{{', '}}'], comment: ['{#', '#}'] };

export interface LexOptions {
  /** Other marks than the usual ones. */
  readonly marks?: Marks;
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  /** Backslashes inside quotes of `{{ … }}` are literal. */
  readonly rawText: boolean;
}

/** What a tag asks of the text around it. */
interface Edge {
  readonly strip: 'all' | 'line' | 'none';
}

const keep: Edge = { strip: 'none' };

/** Cuts a template into segments, applying `-`, `+`, trim_blocks and lstrip_blocks to the text between tags. */
export function segments(source: string, options: LexOptions): Segment[] {
  const { trimBlocks, lstripBlocks, rawText, marks = usualMarks } = options;
  const found: Segment[] = [];
  const nextTag = marks === usualMarks ? usualFinder : tagFinder(marks);
  let after = keep;
  let at = 0;
  const data = (end: number, before: Edge, from = at) => {
    const text = trimmed(source.slice(from, end), after, before, from === 0 || /[\r\n]/.test(source[from - 1]!));
    if (text !== '') found.push({ kind: 'data', text, at: from });
  };
  while (at < source.length) {
    const tag = nextTag(source, at);
    if (!tag) break;
    const { kind, at: open } = tag;
    const [start, end] = marks[kind];
    const first = open + start.length;
    const mark = source[first] === '-' || source[first] === '+' ? source[first]! : '';
    data(open, leading(mark, kind !== 'variable' && lstripBlocks));
    const inside = first + mark.length;
    if (kind === 'comment') {
      const close = source.indexOf(end, inside);
      if (close === -1) throw new SyntaxFault(`'${start}' is never closed`, open, start.length);
      after = trailing(source[close - 1]!, trimBlocks);
      at = close + end.length;
      continue;
    }
    const isBlock = kind === 'block';
    const tokens = lexExpression(source, inside, { start, end, plus: isBlock }, rawText && !isBlock);
    const last = tokens.at(-1)!;
    after = trailing(last.value.length > end.length ? last.value[0]! : '', isBlock && trimBlocks);
    at = last.at + last.value.length;
    if (isBlock && tokens[0]?.value === 'raw' && tokens.length === 2) {
      const raw = endOfRaw(source, at, open, marks.block);
      data(raw.start, leading(raw.open, lstripBlocks));
      after = trailing(raw.close, trimBlocks);
      at = raw.end;
    } else found.push({ kind: isBlock ? 'statement' : 'output', tokens, at: open });
  }
  data(source.length, keep);
  return found;
}

type Kind = keyof Marks;
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

type Finder = (source: string, from: number) => { readonly kind: Kind; readonly at: number } | undefined;

/** Finds the next tag from an offset on; where one mark begins with another, the longer one wins. */
function tagFinder(marks: Marks): Finder {
  const kinds = (['block', 'variable', 'comment'] as const).toSorted(
    (one, other) => marks[other][0].length - marks[one][0].length,
  );
  const pattern = new RegExp(kinds.map((kind) => escaped(marks[kind][0])).join('|'), 'g');
  return (source, from) => {
    pattern.lastIndex = from;
    const found = pattern.exec(source);
    return found ? { kind: kinds.find((kind) => marks[kind][0] === found[0])!, at: found.index } : undefined;
  };
}

const usualFinder = tagFinder(usualMarks);

const leading = (mark: string, lstrip: boolean): Edge => ({
  strip: mark === '-' ? 'all' : lstrip && mark !== '+' ? 'line' : 'none',
});

const trailing = (mark: string, trim: boolean): Edge => ({
  strip: mark === '-' ? 'all' : trim && mark !== '+' ? 'line' : 'none',
});

// What Python counts as blank: more than JavaScript does at the control characters, and no byte order mark.
const blanksAtStart = /^[^\S\ufeff]*(?:[\x1c-\x1f\x85]+[^\S\ufeff]*)*/;
const isBlank = /[^\S\ufeff]|[\x1c-\x1f\x85]/;
const lineEnd = /^(?:\r\n?|\n)/;

function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

function trimmed(text: string, after: Edge, before: Edge, atLineStart: boolean): string {
  let rest = text;
  let lineStart = atLineStart;
  if (after.strip === 'all') rest = rest.replace(blanksAtStart, '');
  else if (after.strip === 'line' && lineEnd.test(rest)) {
    rest = rest.replace(lineEnd, '');
    lineStart = true;
  }
  if (before.strip === 'all') rest = withoutBlanksAtEnd(rest);
  else if (before.strip === 'line') {
    const kept = rest.replace(/[ \t]+$/, '');
    if (kept === '' ? lineStart : /[\r\n]$/.test(kept)) rest = kept;
  }
  return rest.replace(/\r\n?/g, '\n');
}

function endOfRaw(source: string, from: number, open: number, [start, end]: Mark) {
  const pattern = new RegExp(`${escaped(start)}([-+]?)\\s*endraw\\s*([-+]?)${escaped(end)}`, 'g');
  pattern.lastIndex = from;
  const found = pattern.exec(source);
  if (!found) throw new SyntaxFault("'raw' is never closed", open, start.length, `add ${start} endraw ${end}`);
  return { start: found.index, open: found[1]!, close: found[2]!, end: found.index + found[0].length };
}

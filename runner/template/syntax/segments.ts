import { lexExpression, SyntaxFault, type Token } from './lexer.ts';

/** A template cut at its tags: text, `{{ … }}` or `{% … %}`. */
export type Segment =
  | { readonly kind: 'data'; readonly text: string; readonly at: number }
  | { readonly kind: 'output' | 'statement'; readonly tokens: readonly Token[]; readonly at: number };

export interface LexOptions {
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
  const found: Segment[] = [];
  let after = keep;
  let at = 0;
  const data = (end: number, before: Edge, from = at) => {
    const text = trimmed(source.slice(from, end), after, before, from === 0 || source[from - 1] === '\n');
    if (text !== '') found.push({ kind: 'data', text, at: from });
  };
  while (at < source.length) {
    const open = nextTag(source, at);
    if (open === -1) break;
    const type = source[open + 1] as '{' | '%' | '#';
    const mark = source[open + 2] === '-' || source[open + 2] === '+' ? source[open + 2]! : '';
    data(open, leading(mark, type !== '{' && options.lstripBlocks));
    const start = open + 2 + mark.length;
    if (type === '#') {
      const close = source.indexOf('#}', start);
      if (close === -1) throw new SyntaxFault("'{#' is never closed", open, 2);
      after = trailing(source[close - 1]!, options.trimBlocks);
      at = close + 2;
      continue;
    }
    const tokens = lexExpression(source, start, type === '{' ? '}}' : '%}', options.rawText && type === '{');
    const end = tokens.at(-1)!;
    after = trailing(end.value[0]!, type === '%' && options.trimBlocks);
    at = end.at + end.value.length;
    if (type === '%' && tokens[0]?.value === 'raw' && tokens.length === 2) {
      const raw = endOfRaw(source, at, open);
      data(raw.start, leading(raw.open, options.lstripBlocks));
      after = trailing(raw.close, options.trimBlocks);
      at = raw.end;
    } else found.push({ kind: type === '{' ? 'output' : 'statement', tokens, at: open });
  }
  data(source.length, keep);
  return found;
}

function nextTag(source: string, from: number): number {
  for (let at = source.indexOf('{', from); at !== -1; at = source.indexOf('{', at + 1)) {
    const next = source[at + 1];
    if (next === '{' || next === '%' || next === '#') return at;
  }
  return -1;
}

const leading = (mark: string, lstrip: boolean): Edge => ({
  strip: mark === '-' ? 'all' : lstrip && mark !== '+' ? 'line' : 'none',
});

const trailing = (mark: string, trim: boolean): Edge => ({
  strip: mark === '-' ? 'all' : trim && mark !== '+' ? 'line' : 'none',
});

function trimmed(text: string, after: Edge, before: Edge, atLineStart: boolean): string {
  let rest = text;
  let lineStart = atLineStart;
  if (after.strip === 'all') rest = rest.trimStart();
  else if (after.strip === 'line' && /^\r?\n/.test(rest)) {
    rest = rest.replace(/^\r?\n/, '');
    lineStart = true;
  }
  if (before.strip === 'all') rest = rest.trimEnd();
  else if (before.strip === 'line') {
    const kept = rest.replace(/[ \t]+$/, '');
    if (kept === '' ? lineStart : kept.endsWith('\n')) rest = kept;
  }
  return rest.replaceAll('\r\n', '\n');
}

function endOfRaw(source: string, from: number, open: number) {
  const pattern = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g;
  pattern.lastIndex = from;
  const found = pattern.exec(source);
  if (!found) throw new SyntaxFault("'raw' is never closed", open, 2, 'add {% endraw %}');
  return { start: found.index, open: found[1]!, close: found[2]!, end: found.index + found[0].length };
}

import { PlayError } from '../../diagnostics.ts';

/** How a template marks what is not text. */
export interface Syntax {
  readonly block_start_string: string;
  readonly block_end_string: string;
  readonly variable_start_string: string;
  readonly variable_end_string: string;
  readonly comment_start_string: string;
  readonly comment_end_string: string;
  readonly trim_blocks: boolean;
  readonly lstrip_blocks: boolean;
}

/** Takes the settings of a first line like `#jinja2: variable_start_string:'[[', trim_blocks: False` out of a template. */
export function withHeader(text: string, syntax: Syntax, file: string): { text: string; syntax: Syntax } {
  const [line, settings] = /^#jinja2:[ \t]*(.*)(?:\r?\n|$)/.exec(text) ?? [];
  if (line === undefined || settings === undefined) return { text, syntax };
  const found: Record<string, unknown> = { ...syntax };
  for (const [, name, quoted, bare] of settings.matchAll(/(\w+)\s*:\s*(?:(['"].*?['"])|([^\s,]+))/g)) {
    if (!(name! in syntax)) throw unknownSetting(name!, file);
    const isFlag = name === 'trim_blocks' || name === 'lstrip_blocks';
    found[name!] = isFlag ? /^(true|yes|1)$/i.test(bare ?? quoted!.slice(1, -1)) : (quoted?.slice(1, -1) ?? bare);
  }
  return { text: text.slice(line.length), syntax: found as unknown as Syntax };
}

function unknownSetting(name: string, file: string): PlayError {
  return new PlayError({
    code: 'template-setting',
    message: `"${name}" in the first line is no setting of a template`,
    place: { file, line: 1, column: 1 },
    hint: 'known are trim_blocks, lstrip_blocks and {block,variable,comment}_{start,end}_string',
  });
}

const usual = { block: ['{%', '%}'], variable: ['{{', '}}'], comment: ['{#', '#}'] } as const;
type Kind = keyof typeof usual;
const kinds = Object.keys(usual) as Kind[];

/** The template with the usual marks in place of its own; what looks like one of the usual marks becomes plain text. */
export function withUsualMarks(text: string, syntax: Syntax): string {
  const own = kinds.map((kind) => ({ kind, start: syntax[`${kind}_start_string`], end: syntax[`${kind}_end_string`] }));
  if (own.every(({ kind, start, end }) => start === usual[kind][0] && end === usual[kind][1])) return text;
  // The longest mark wins where one begins with another.
  const byLength = own.toSorted((one, other) => other.start.length - one.start.length);
  let out = '';
  let at = 0;
  while (at < text.length) {
    const mark = byLength.find(({ start }) => text.startsWith(start, at));
    const end = mark ? closing(text, at + mark.start.length, mark) : -1;
    if (mark && end >= 0) {
      const [open, close] = usual[mark.kind];
      out += open + text.slice(at + mark.start.length, end) + close;
      at = end + mark.end.length;
    } else {
      const clash = /^\{[{%#]/.test(text.slice(at, at + 2));
      out += clash ? `{{ '${text.slice(at, at + 2)}' }}` : text[at];
      at += clash ? 2 : 1;
    }
  }
  return out;
}

/** Where a mark closes; marks inside quotes do not count, except in comments. */
function closing(text: string, from: number, { kind, end }: { kind: Kind; end: string }): number {
  if (kind === 'comment') return text.indexOf(end, from);
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (quote) {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (text.startsWith(end, at)) return at;
    else if (character === '"' || character === "'") quote = character;
  }
  return -1;
}

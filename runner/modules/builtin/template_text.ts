import { PlayError } from '../../diagnostics.ts';
import type { Marks } from '../../template/values.ts';

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
  readonly newline_sequence: string;
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
    hint: 'known are trim_blocks, lstrip_blocks, newline_sequence and {block,variable,comment}_{start,end}_string',
  });
}

/** What starts and ends each kind of tag in such a template. */
export const marksOf = (syntax: Syntax): Marks => ({
  block: [syntax.block_start_string, syntax.block_end_string],
  variable: [syntax.variable_start_string, syntax.variable_end_string],
  comment: [syntax.comment_start_string, syntax.comment_end_string],
});

import { replaceSchema } from '../../../schemas/replace.ts';
import type { Infer } from '../../schema/infer.ts';
import { action } from '../module.ts';
import { type Edit, editFile, type FileToEdit } from './edit_file.ts';
import { pythonRegex, pythonReplacement } from './python_regex.ts';

type Params = Infer<typeof replaceSchema>;

/** Replaces every match of a regular expression in a file (Ansible: `ansible.builtin.replace`). */
export const replace = action({
  name: 'replace',
  schema: replaceSchema,
  check: 'predicts',
  async run(params, context) {
    const { diff, ...result } = await editFile(params, context, (file) => edited(file, params));
    return { rc: 0, ...result, ...(context.diff && diff !== undefined && { diff }) };
  },
});

function edited(file: FileToEdit, params: Params): Edit {
  const { text, inner } = file;
  const part = partOf(file, params);
  if (typeof part === 'string')
    return { text, untouched: true, msg: `Pattern for before/after params did not match the given file: ${part}` };
  const [start, end] = part;
  const { replaced, count } = substitute(text.slice(start, end), inner(params.regexp), inner(params.replace));
  const all = text.slice(0, start) + replaced + text.slice(end);
  return all === text ? { text, msg: '' } : { text: all, msg: `${count} replacements made` };
}

/** Where `after` and `before` let matches be; the pattern itself when it is nowhere. */
function partOf({ text, inner }: FileToEdit, { after, before }: Params): readonly [number, number] | string {
  if (!after && !before) return [0, text.length];
  const part = after && before ? '(?P<subsection>.*?)' : '(?P<subsection>.*)';
  const pattern = `${inner(after ?? '')}${part}${inner(before ?? '')}`;
  return pythonRegex(pattern, 'sd').exec(text)?.indices?.groups?.['subsection'] ?? pattern;
}

function substitute(text: string, pattern: string, replacement: string): { replaced: string; count: number } {
  const expand = pythonReplacement(replacement);
  let replaced = '';
  let [last, count] = [0, 0];
  for (const match of text.matchAll(pythonRegex(pattern, 'mg'))) {
    replaced += text.slice(last, match.index) + expand(match);
    last = match.index + match[0].length;
    count += 1;
  }
  return { replaced: replaced + text.slice(last), count };
}

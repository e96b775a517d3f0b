import { blockinfileSchema } from '../../../schemas/blockinfile.ts';
import type { Infer } from '../../schema/infer.ts';
import { action } from '../module.ts';
import { type Edit, editFile, type FileToEdit } from './edit_file.ts';
import { linesOf } from './edit_lines.ts';
import { lookAt } from './look_at.ts';
import { absolutePath } from './paths.ts';
import { pythonRegex } from './python_regex.ts';

type Params = Infer<typeof blockinfileSchema>;

/** Keeps a block of lines between two marks in a file (Ansible: `ansible.builtin.blockinfile`). */
export const blockinfile = action({
  name: 'blockinfile',
  schema: blockinfileSchema,
  check: 'predicts',
  run(params, context) {
    const { path, state, create } = params;
    if (state === 'absent' && create && typeof path === 'string' && !lookAt(absolutePath(path, context)))
      return { changed: false, msg: `File ${path} not present` };
    return editFile(params, context, (file) => edited(file, params));
  },
});

const anyEnd = /(?<=\r\n|\n|\r(?!\n))/;

function edited(file: FileToEdit, params: Params): Edit {
  const begin = `${file.inner(params.marker.replaceAll('{mark}', params.marker_begin))}\n`;
  const end = `${file.inner(params.marker.replaceAll('{mark}', params.marker_end))}\n`;
  const block = blockLines(file.inner(params.block), params.state === 'present', begin, end);
  const lines = linesOf(file.text, anyEnd);
  const at = takeOut(lines, begin, end) ?? placeFor(lines, params, file);
  if (at > 0 && !lines[at - 1]!.endsWith('\n')) lines[at - 1] += '\n';
  putIn(lines, at, block, params);
  const text = lines.join('');
  const msg = !file.exists ? 'File created' : block.length === 0 ? 'Block removed' : 'Block inserted';
  return file.exists && text === file.text ? { text, msg: '' } : { text, msg };
}

function blockLines(block: string, present: boolean, begin: string, end: string): string[] {
  if (!present || block === '') return [];
  return [begin, ...linesOf(block.endsWith('\n') ? block : `${block}\n`, anyEnd), end];
}

/** Removes the block that is there and says where it stood; undefined when there is none. */
function takeOut(lines: string[], begin: string, end: string): number | undefined {
  const [one, other] = [lines.lastIndexOf(begin), lines.lastIndexOf(end)];
  if (one < 0 || other < 0) return undefined;
  const at = Math.min(one, other);
  lines.splice(at, Math.abs(other - one) + 1);
  return at;
}

function placeFor(lines: readonly string[], { insertafter = 'EOF', insertbefore }: Params, file: FileToEdit): number {
  const written = insertbefore ?? insertafter;
  if (insertbefore === 'BOF') return 0;
  if (insertbefore === undefined && insertafter === 'EOF') return lines.length;
  const expression = pythonRegex(file.inner(written));
  const near = lines.findLastIndex((line) => expression.test(line));
  if (near < 0) return lines.length;
  return insertbefore === undefined ? near + 1 : near;
}

function putIn(lines: string[], at: number, block: readonly string[], params: Params): void {
  const present = params.state === 'present';
  const above = params.prepend_newline && present && at > 0 && lines[at - 1] !== '\n' ? ['\n'] : [];
  const next = lines[at];
  const below = params.append_newline && present && next !== undefined && next !== '\n' ? ['\n'] : [];
  lines.splice(at, 0, ...above, ...block, ...below);
}

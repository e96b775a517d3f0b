import { lineinfileSchema } from '../../../schemas/lineinfile.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { type ActionContext, action } from '../module.ts';
import { type Edit, editFile, type FileToEdit } from './edit_file.ts';
import { bare, linesOf } from './edit_lines.ts';
import { type LineToPut, putLine } from './line_present.ts';
import { lookAt } from './look_at.ts';
import { absolutePath } from './paths.ts';
import { pythonRegex, pythonReplacement } from './python_regex.ts';

type Params = Infer<typeof lineinfileSchema>;

/** Keeps one line in a file, or out of it (Ansible: `ansible.builtin.lineinfile`). */
export const lineinfile = action({
  name: 'lineinfile',
  schema: lineinfileSchema,
  check: 'predicts',
  async run(params, context) {
    refuseContradictions(params);
    warnOfEmpty(params, context);
    const absent = params.state === 'absent';
    if (absent && typeof params.path === 'string' && !lookAt(absolutePath(params.path, context)))
      return { changed: false, msg: 'file not present' };
    const result = await editFile(params, context, (file) => (absent ? removed(file, params) : put(file, params)));
    const { backup_file: backup = '', ...rest } = result;
    return rest['failed'] ? { ...rest, msg: asDestination(rest['msg']) } : { ...rest, backup };
  },
});

function refuseContradictions({ state, line, regexp, search_string, backrefs }: Params): void {
  const refuse = (message: string, hint: string) => {
    throw new PlayError({ code: 'lineinfile-parameters', message, hint });
  };
  if (state === 'absent' && line === undefined && regexp === undefined && search_string === undefined)
    refuse('state absent needs to know which lines', 'give one of "line", "search_string" or "regexp"');
  if (state === 'present' && backrefs && regexp === undefined)
    refuse('"backrefs" has no groups without "regexp"', 'give "regexp", or leave "backrefs" out');
}

/** Ansible goes on; whoever meant something else shall know. */
function warnOfEmpty({ regexp, search_string }: Params, context: ActionContext): void {
  const name = regexp === '' ? 'regexp' : search_string === '' ? 'search_string' : undefined;
  if (name !== undefined) context.warn(`"${name}" is empty, which every line matches; leave it out if none is meant`);
}

/** Finds by regular expression or text; undefined when neither is given. */
function finder({ regexp, search_string }: Params, { inner }: FileToEdit): ((line: string) => boolean) | undefined {
  if (regexp !== undefined) {
    const expression = pythonRegex(inner(regexp));
    return (line) => expression.test(line);
  }
  return search_string === undefined ? undefined : (line) => line.includes(inner(search_string));
}

function put(file: FileToEdit, params: Params): Edit {
  const { regexp, backrefs, firstmatch } = params;
  const line = file.inner(params.line!);
  const expand = backrefs ? pythonReplacement(line) : undefined;
  return putLine(file.text, {
    line,
    finds: finder(params, file),
    replacement: (found) => (expand ? expand(pythonRegex(file.inner(regexp!)).exec(found)!) : line),
    replaceOnly: backrefs,
    where: whereTo(params, file),
    first: firstmatch,
  });
}

function whereTo({ insertafter = 'EOF', insertbefore }: Params, { inner }: FileToEdit): LineToPut['where'] {
  const written = insertbefore ?? insertafter;
  if (written === 'BOF' || (written === 'EOF' && insertbefore === undefined)) return written;
  const expression = pythonRegex(inner(written));
  return { side: insertbefore === undefined ? 'after' : 'before', matches: (line) => expression.test(line) };
}

function removed(file: FileToEdit, params: Params): Edit {
  const line = params.line === undefined ? undefined : file.inner(params.line);
  const goes = finder(params, file) ?? ((each: string) => bare(each) === line);
  const lines = linesOf(file.text);
  const kept = lines.filter((each) => !goes(each));
  const found = lines.length - kept.length;
  return { text: kept.join(''), msg: found > 0 ? `${found} line(s) removed` : '', more: { found } };
}

const asDestination = (msg: unknown) =>
  String(msg).replace(/^Path (.*) does not exist !$/, 'Destination $1 does not exist !');

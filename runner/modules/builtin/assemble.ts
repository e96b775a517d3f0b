import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembleSchema } from '../../../schemas/assemble.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { lookAt } from './look_at.ts';
import { absolutePath } from './paths.ts';
import { placeFile } from './place_file.ts';
import { pythonRegex } from './python_regex.ts';

type Params = Infer<typeof assembleSchema>;

/** Puts the files of a folder together into one (Ansible: `ansible.builtin.assemble`). */
export const assemble = action({
  name: 'assemble',
  schema: assembleSchema,
  check: 'predicts',
  async run(params, context) {
    if (containsUnknown(params)) return { changed: true, src: params.src, dest: params.dest, checksum: unknown };
    const src = params.remote_src ? absolutePath(params.src, context) : context.findFile('files', params.src);
    const stats = lookAt(src);
    if (!stats && context.check) return foretold(src, params, context);
    if (!stats?.isDirectory())
      throw new PlayError({
        code: 'source-missing',
        message: stats ? `Source (${src}) is not a directory` : `Source (${src}) does not exist`,
        hint: params.remote_src ? 'check "src"; with remote_src: false it is looked up in files/' : 'check "src"',
      });
    const content = joined(parts(src, params, context), params.delimiter);
    const dest = absolutePath(params.dest, context);
    return { src, msg: 'OK', ...(await placeFile({ content, dest, origin: src, params }, context)) };
  },
});

/** Under check mode the task before may be what makes it. */
function foretold(src: string, { dest }: Params, context: ActionContext): Result {
  context.warn(`${src} is not there yet; unless a task before makes it, this will fail`);
  return { changed: true, src, dest: absolutePath(dest, context), checksum: unknown, md5sum: unknown };
}

function parts(
  folder: string,
  { regexp, ignore_hidden, remote_src, decrypt }: Params,
  context: ActionContext,
): Buffer[] {
  const wanted = regexp === undefined ? undefined : pythonRegex(regexp);
  const read = decrypt && !remote_src ? (path: string) => context.readFile(path) : (path: string) => readFileSync(path);
  return readdirSync(folder)
    .filter((name) => !wanted || wanted.test(name))
    .filter((name) => !ignore_hidden || !name.startsWith('.'))
    .sort(byBytes)
    .map((name) => join(folder, name))
    .filter((path) => lookAt(path)?.isFile())
    .map(read);
}

const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

/** Each part starts on a line of its own, and so does what stands between them. */
function joined(contents: readonly Buffer[], delimiter: string | undefined): Buffer {
  const between = delimiter ? withNewline(unescaped(delimiter)) : '';
  const pieces: Buffer[] = [];
  for (const [index, content] of contents.entries()) {
    const previous = contents[index - 1];
    if (previous && previous.at(-1) !== 10) pieces.push(Buffer.from('\n'));
    if (previous && between) pieces.push(Buffer.from(between));
    pieces.push(content);
  }
  return Buffer.concat(pieces);
}

const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

const unescaped = (text: string) => text.replace(/\\([ntr\\"'])/g, (_, letter: string) => escapes[letter]!);

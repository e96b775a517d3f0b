import { readFileSync, type Stats } from 'node:fs';
import { copySchema } from '../../../schemas/copy.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, isDict, toText, type Unknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { checksumOfFile } from './checksums.ts';
import { copyFolder } from './copy_folder.ts';
import { modeText } from './file_mode.ts';
import { jsonText } from './json_text.ts';
import { lookAt } from './look_at.ts';
import { absolutePath } from './paths.ts';
import { placeFile } from './place_file.ts';
import { targetPath } from './target_path.ts';

export type CopyParams = Infer<typeof copySchema>;

/** Puts a file, a folder or a text in place (Ansible: `ansible.builtin.copy`). */
export const copy = action({
  name: 'copy',
  schema: copySchema,
  check: 'predicts',
  run(params, context) {
    const { content: _, ...others } = params;
    if (containsUnknown(others)) return notKnownYet(params);
    return params.src === undefined ? copyContent(params, context) : copySource(params.src, params, context);
  },
});

/** Where to, or what, AWS has yet to say: it will be a change. */
function notKnownYet(params: CopyParams): Result {
  const info = { checksum: unknown, md5sum: unknown, uid: unknown, gid: unknown, owner: unknown, group: unknown };
  return { changed: true, dest: params.dest, src: params.src, ...info, mode: unknown, size: unknown, state: 'file' };
}

async function copyContent(params: CopyParams, context: ActionContext): Promise<Result> {
  const dest = absolutePath(params.dest, context);
  if (dest.endsWith('/') || lookAt(dest)?.isDirectory())
    throw new PlayError({
      code: 'is-a-folder',
      message: `"content" cannot go to ${params.dest}, which is a folder`,
      hint: 'name the file in "dest"',
    });
  const origin = 'content';
  return placeFile(
    { content: contentOf(params.content), dest, origin, params: attributes(params, undefined) },
    context,
  );
}

function contentOf(content: unknown): Buffer | Unknown {
  if (containsUnknown(content)) return unknown;
  if (content === null || content === undefined) return Buffer.alloc(0);
  return Buffer.from(Array.isArray(content) || isDict(content) ? jsonText(content) : toText(content));
}

async function copySource(written: string, params: CopyParams, context: ActionContext): Promise<Result> {
  const source = params.remote_src ? absolutePath(written, context) : context.findFile('files', written);
  const stats = lookAt(source);
  if (!stats) return sourceMissing(source, params, context);
  if (stats.isDirectory()) {
    const contentsOnly = written.endsWith('/');
    return copyFolder({ source: source.replace(/(?!^)\/+$/, ''), contentsOnly, params }, context);
  }
  await compareChecksum(source, params);
  const folderParams = {
    ...owners(params),
    ...(params.directory_mode !== undefined && { mode: params.directory_mode }),
  };
  const { path, madeFolders } = targetPath(params.dest, source, folderParams, context);
  const placement = {
    content: sourceContent(source, params, context),
    dest: path,
    origin: source,
    params: attributes(params, stats),
  };
  const result = await placeFile(placement, context);
  return { ...result, src: source, changed: madeFolders || result['changed'] };
}

/** An encrypted file of the playbook is copied decrypted; with `remote_src` it is like any other. */
export const sourceContent = (source: string, { decrypt, remote_src }: CopyParams, context: ActionContext): Buffer =>
  decrypt && !remote_src ? context.readFile(source) : readFileSync(source);

/** Under check mode the task before may be what makes it. */
function sourceMissing(source: string, params: CopyParams, context: ActionContext): Result {
  if (params.remote_src && context.check) {
    context.warn(`${source} is not there yet, so the copy of it cannot be predicted`);
    return { ...notKnownYet(params), src: source };
  }
  throw new PlayError({
    code: 'source-missing',
    message: `source ${source} not found`,
    hint: params.remote_src
      ? 'check "src"'
      : 'check "src"; relative paths are looked up in files/ of the role and beside the playbook',
  });
}

async function compareChecksum(source: string, { checksum }: CopyParams): Promise<void> {
  if (checksum === undefined) return;
  const found = await checksumOfFile(source);
  if (found !== checksum.toLowerCase())
    throw new PlayError({
      code: 'checksum',
      message: `${source} has the SHA-1 checksum ${found} instead of ${checksum}`,
      hint: 'the file is not the one that was meant; check it, or "checksum"',
    });
}

const owners = ({ owner, group }: CopyParams) => ({
  ...(owner !== undefined && { owner }),
  ...(group !== undefined && { group }),
});

/** The parameters of `placeFile`, with `mode: preserve` turned into the mode of the source. */
export function attributes(params: CopyParams, source: Stats | undefined) {
  const { mode, ...rest } = params;
  if (mode !== 'preserve') return mode === undefined ? rest : { ...rest, mode };
  return source ? { ...rest, mode: modeText(source.mode) } : rest;
}

import { lstatSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ActionContext, Result } from '../module.ts';
import { type CopyParams, sourceContent } from './copy.ts';
import type { AttributeParams } from './file_attributes.ts';
import { modeText } from './file_mode.ts';
import { lookAt, lookAtLink } from './look_at.ts';
import { makeFolders } from './make_folders.ts';
import { pathInfo } from './path_info.ts';
import { absolutePath } from './paths.ts';
import { placeFile } from './place_file.ts';

export interface FolderCopy {
  readonly source: string;
  /** `src` ended with a slash: what is in it goes to `dest`, not the folder itself. */
  readonly contentsOnly: boolean;
  readonly params: CopyParams;
}

/** Copies a folder with all in it; what `dest` holds besides stays. */
export async function copyFolder(
  { source, contentsOnly, params }: FolderCopy,
  context: ActionContext,
): Promise<Result> {
  const dest = absolutePath(params.dest, context).replace(/(?!^)\/+$/, '');
  const top = contentsOnly ? dest : join(dest, basename(source));
  const diffs: unknown[] = [];
  const files: Result[] = [];
  let changed = false;
  for (const entry of walk(source, top, params.local_follow)) {
    const result = await copyEntry(entry, params, context);
    changed ||= result['changed'] === true;
    if (result['changed']) diffs.push(...[result['diff'] ?? []].flat());
    if (entry.kind === 'file') files.push(result);
  }
  return {
    ...(params.remote_src ? folderInfo(top) : { dest: `${dest}/`, ...onlyOne(files) }),
    changed,
    src: contentsOnly ? `${source}/` : source,
    ...(diffs.length > 0 && { diff: diffs }),
  };
}

function folderInfo(path: string): Result {
  return { dest: path, ...(lookAt(path) && pathInfo(path)), checksum: null, md5sum: null };
}

/** A folder with a single file in it is described by that file. */
const onlyOne = ([file, ...others]: readonly Result[]): Result => (file && others.length === 0 ? file : {});

interface Entry {
  readonly from: string;
  readonly to: string;
  readonly kind: 'folder' | 'file' | 'link';
}

/** Folders before what is in them, names in order. */
function* walk(from: string, to: string, followLinks: boolean): Generator<Entry> {
  const stats = followLinks ? statSync(from) : lstatSync(from);
  const kind = stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'file';
  yield { from, to, kind };
  if (kind === 'folder')
    for (const name of readdirSync(from).sort()) yield* walk(join(from, name), join(to, name), followLinks);
}

async function copyEntry({ from, to, kind }: Entry, params: CopyParams, context: ActionContext): Promise<Result> {
  if (kind === 'folder') return { changed: makeFolders(to, folderParams(from, params), context.check).length > 0 };
  if (kind === 'link') return { changed: copyLink(from, to, context.check) };
  const { mode, ...rest } = params;
  const fileMode = mode === 'preserve' || (mode === undefined && params.remote_src) ? modeOf(from) : mode;
  const fileParams = fileMode === undefined ? rest : { ...rest, mode: fileMode };
  return placeFile(
    { content: sourceContent(from, params, context), dest: to, origin: from, params: fileParams },
    context,
  );
}

/** A tree that is copied on the same machine keeps its modes, one that is brought here follows the umask. */
function folderParams(from: string, { directory_mode, remote_src, owner, group }: CopyParams): AttributeParams {
  const mode = directory_mode ?? (remote_src ? modeOf(from) : undefined);
  return {
    ...(mode !== undefined && { mode }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  };
}

const modeOf = (path: string) => modeText(statSync(path).mode);

function copyLink(from: string, to: string, check: boolean): boolean {
  const target = readlinkSync(from);
  const now = lookAtLink(to);
  if (now?.isSymbolicLink() && readlinkSync(to) === target) return false;
  if (check) return true;
  if (now) rmSync(to);
  symlinkSync(target, to);
  return true;
}

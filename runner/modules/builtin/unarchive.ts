import { resolve } from 'node:path';
import { unarchiveSchema } from '../../../schemas/unarchive.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import type { Archive, Unpacking } from './archive.ts';
import { startOf, withArchive } from './archive_source.ts';
import { setWantedAttributes } from './file_present.ts';
import { anyMatches } from './glob.ts';
import { attributesOf } from './http_options.ts';
import { lookAt, lookAtLink } from './look_at.ts';
import { pathInfo } from './path_info.ts';
import { absolutePath, expand } from './paths.ts';
import { tarArchive } from './tar_archive.ts';
import { zipArchive } from './zip_archive.ts';

type Params = Infer<typeof unarchiveSchema>;

/** Unpacks an archive into a folder (Ansible: `ansible.builtin.unarchive`). */
export const unarchive = action({
  name: 'unarchive',
  schema: unarchiveSchema,
  check: 'predicts',
  async run(params, context) {
    if (containsUnknown(params)) return foretold(params.dest, params);
    const { creates, src } = params;
    if (creates !== undefined && anyMatches(resolve(context.playbookDir, expand(creates, context.environment))))
      return { changed: false, skipped: true, msg: `skipped, since ${creates} exists` };
    const remote_src = params.copy === undefined ? params.remote_src : !params.copy;
    const dest = absolutePath(params.dest, context).replace(/(?!^)\/+$/, '');
    const isThere = lookAt(dest)?.isDirectory();
    const source = { ...params, remote_src };
    if (context.check && (!isThere || isStillMissing(src, remote_src, context))) {
      context.warn(`${src} or ${dest} is not there yet; unless a task before makes it, this will fail`);
      return foretold(dest, params);
    }
    if (!isThere) throw noFolder(dest);
    return withArchive(source, context, (path) => unpack(path, dest, params, context));
  },
});

const isStillMissing = (src: string, isPath: boolean, context: ActionContext) =>
  isPath && !src.includes('://') && !lookAt(absolutePath(src, context));

/** Under check mode the task before may be what makes it. */
function foretold(dest: string, { src, list_files }: Params): Result {
  const open = ['handler', 'uid', 'gid', 'owner', 'group', 'mode', 'size', 'extract_results'];
  const unknowns = Object.fromEntries([...open, ...(list_files ? ['files'] : [])].map((key) => [key, unknown]));
  return { changed: true, src, dest, state: 'directory', ...unknowns };
}

function noFolder(dest: string): PlayError {
  return new PlayError({
    code: 'no-folder',
    message: `dest '${dest}' must be an existing dir`,
    hint: 'make it first with `file: { state: directory }`',
  });
}

async function unpack(path: string, dest: string, params: Params, context: ActionContext): Promise<Result> {
  const archive = await opened(unpackingOf(path, dest, params), context);
  const differing = await archive.differing();
  const common = {
    src: params.src.includes('://') ? params.src : path,
    dest,
    handler: archive.handler,
    ...(params.list_files && { files: archive.entries.map(({ name }) => name) }),
    ...(context.diff && differing.length > 0 && { diff: { prepared: differing.map((name) => `${name}\n`).join('') } }),
  };
  const done = differing.length > 0 && !context.check ? await archive.extract() : undefined;
  if (done && done.rc !== 0)
    return {
      ...common,
      changed: true,
      failed: true,
      extract_results: done,
      msg: `failed to unpack ${path}: ${done.err}`,
    };
  const attributes = setAttributes(archive, dest, params, context);
  const changed = differing.length > 0 || attributes;
  const extract_results = done ?? (differing.length > 0 ? unknown : undefined);
  return { ...common, changed, ...pathInfo(dest), ...(extract_results && { extract_results }) };
}

function unpackingOf(path: string, dest: string, params: Params): Unpacking {
  const { include, exclude, extra_opts, keep_newer, mode, owner, group } = params;
  return {
    path,
    dest,
    include,
    exclude,
    extra: extra_opts.filter((option) => option !== ''),
    keepNewer: keep_newer,
    setsMode: mode !== undefined,
    setsOwner: owner !== undefined,
    setsGroup: group !== undefined,
  };
}

const compressions: readonly (readonly [string, string])[] = [
  ['\x1f\x8b', 'TgzArchive'],
  ['BZh', 'TarBzipArchive'],
  ['\xfd7zXZ\0', 'TarXzArchive'],
  ['\x28\xb5\x2f\xfd', 'TarZstdArchive'],
];

/** The first bytes tell the kind, whatever the file is called. */
function opened(unpacking: Unpacking, context: ActionContext): Promise<Archive> {
  const start = startOf(unpacking.path);
  if (/^PK(\x03\x04|\x05\x06)/.test(start)) return zipArchive(unpacking, context);
  const [, handler = 'TarArchive'] = compressions.find(([mark]) => start.startsWith(mark)) ?? [];
  return tarArchive(unpacking, handler, context);
}

/** Gives everything from the archive its owners and permissions, once it is there. */
function setAttributes({ entries }: Archive, dest: string, params: Params, context: ActionContext): boolean {
  const wanted = attributesOf(params);
  if (Object.keys(wanted).length === 0) return false;
  let changed = false;
  for (const { name } of entries) {
    const path = resolve(dest, name);
    if (!lookAtLink(path)) continue;
    changed = setWantedAttributes(path, wanted, context.check).changed || changed;
  }
  return changed;
}

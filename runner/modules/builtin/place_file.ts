import { chownSync, constants, copyFileSync, readFileSync, realpathSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import { Unknown, unknown } from '../../template/values.ts';
import type { ActionContext, Result } from '../module.ts';
import { writeAtomically } from './atomic_write.ts';
import { checksumOf } from './checksums.ts';
import {
  type AttributeParams,
  type Attributes,
  attributeDiff,
  attributesOf,
  sameAttributes,
  setAttributes,
  wantedAttributes,
} from './file_attributes.ts';
import { lookAt, lookAtLink } from './look_at.ts';
import { newAttributes } from './new_attributes.ts';
import { pathInfo, predictedInfo } from './path_info.ts';
import { backupStamp } from './timestamps.ts';
import { contentDiff } from './unified_diff.ts';
import { validateFile } from './validate_file.ts';

/** The parameters that `schemas/parts/file_attributes.ts` declares for files that are replaced. */
export interface ReplacementParams extends AttributeParams {
  readonly backup?: boolean;
  readonly force?: boolean;
  readonly follow?: boolean;
  readonly validate?: string | undefined;
  readonly unsafe_writes?: boolean;
}

export interface Placement {
  readonly content: Buffer | Unknown;
  /** Absolute path of the file itself, not of the folder that takes it. */
  readonly dest: string;
  /** Where the content comes from, for the diff. */
  readonly origin: string;
  readonly params: ReplacementParams;
}

/** Puts content in place unless it is there already: the one way `copy`, `template` and `uri` write a file. */
export async function placeFile(placement: Placement, context: ActionContext): Promise<Result> {
  const { content, params } = placement;
  const dest = params.follow && isLink(placement.dest) ? realpathSync(placement.dest) : placement.dest;
  if (!lookAt(dirname(dest)) && !context.check) throw noFolder(dest);
  const old = readOld(dest);
  if (old && params.force === false) return kept(dest, old.content);

  const now = old && !old.isLink ? attributesOf(dest) : newAttributes(dest, false);
  const want = wantedAttributes(params, now, false);
  const rewrite = !old || old.isLink || content instanceof Unknown || !old.content.equals(content);
  const changed = rewrite || !sameAttributes(now, want);
  const after = changed
    ? await act({ ...placement, dest }, { now, want, rewrite, exists: old !== undefined }, context)
    : {};
  return {
    changed,
    dest,
    ...checksums(content),
    ...(context.check && changed ? predictedInfo(want, 'file', sizeOf(content)) : pathInfo(dest)),
    ...after,
    ...(rewrite ? {} : { path: dest }),
    diff: rewrite ? (context.diff ? diffOf(placement, old?.content) : []) : ownersDiff(dest, now, want),
  };
}

interface Change {
  readonly now: Attributes;
  readonly want: Attributes;
  readonly rewrite: boolean;
  readonly exists: boolean;
}

async function act({ content, dest, params }: Placement, change: Change, context: ActionContext): Promise<Result> {
  const { now, want, rewrite, exists } = change;
  const backup = rewrite && exists && params.backup ? backupName(dest) : undefined;
  if (!context.check) {
    if (backup) copyWithAttributes(dest, backup);
    if (!rewrite) setAttributes(dest, now, want);
    else
      await writeAtomically({
        path: dest,
        content: content as Buffer,
        attributes: want,
        ownerIsKept: now.uid === want.uid && now.gid === want.gid,
        validate:
          params.validate === undefined
            ? undefined
            : (temporary) => validateFile(params.validate!, temporary, dest, context),
        unsafe: params.unsafe_writes ?? false,
      });
  }
  return backup ? { backup_file: backup } : {};
}

function readOld(dest: string): { content: Buffer; isLink: boolean } | undefined {
  const stats = lookAtLink(dest);
  if (!stats) return undefined;
  if (stats.isDirectory())
    throw new PlayError({
      code: 'is-a-folder',
      message: `${dest} is a folder, and a file cannot take its place`,
      hint: 'name the file in "dest", or remove the folder first',
    });
  if (stats.isSymbolicLink()) {
    const target = lookAt(dest);
    return { content: target?.isFile() ? readFileSync(dest) : Buffer.alloc(0), isLink: true };
  }
  return { content: readFileSync(dest), isLink: false };
}

function kept(dest: string, content: Buffer): Result {
  return { changed: false, dest, ...checksums(content), ...pathInfo(dest) };
}

function checksums(content: Buffer | Unknown): Result {
  if (content instanceof Unknown) return { checksum: unknown, md5sum: unknown };
  return { checksum: checksumOf(content), md5sum: checksumOf(content, 'md5') };
}

/** What `file` says, which Ansible lets set the attributes of content that is there already. */
function ownersDiff(path: string, now: Attributes, want: Attributes): Result {
  const { before, after } = attributeDiff(now, want);
  return { before: { path, ...before }, after: { path, ...after } };
}

const sizeOf = (content: Buffer | Unknown) => (content instanceof Unknown ? unknown : content.length);

function diffOf({ content, dest, origin }: Placement, before: Buffer | undefined): Result {
  if (content instanceof Unknown) return { before_header: dest, after_header: origin, prepared: `${unknown}\n` };
  return contentDiff({ content: before, name: dest }, { content, name: origin });
}

function backupName(dest: string): string {
  return `${dest}.${process.pid}.${backupStamp(Date.now())}~`;
}

function copyWithAttributes(from: string, to: string): void {
  const { uid, gid, mode, atime, mtime } = statSync(from);
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  try {
    chownSync(to, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') {
      rmSync(to, { force: true });
      throw error;
    }
  }
  setAttributes(to, attributesOf(to), { ...attributesOf(to), mode: mode & 0o7777 });
  utimesSync(to, atime, mtime);
}

function isLink(path: string): boolean {
  return lookAtLink(path)?.isSymbolicLink() ?? false;
}

function noFolder(dest: string): PlayError {
  return new PlayError({
    code: 'no-folder',
    message: `destination directory ${dirname(dest)} does not exist`,
    hint: 'make it first with `file: { state: directory }`, or end "dest" with a slash when it names a folder',
  });
}

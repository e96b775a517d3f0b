import { readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { containsUnknown, unknown } from '../../template/values.ts';
import type { ActionContext, Result } from '../module.ts';
import { type EditedText, editedText } from './edited_text.ts';
import { encodingOf } from './encodings.ts';
import { type Attributes, attributeDiff, attributesOf, sameAttributes, wantedAttributes } from './file_attributes.ts';
import { lookAt } from './look_at.ts';
import { makeFolders } from './make_folders.ts';
import { newAttributes } from './new_attributes.ts';
import { absolutePath } from './paths.ts';
import { placeFile, type ReplacementParams } from './place_file.ts';

/** The parameters that `schemas/parts/file_editing.ts` declares, and which file it is. */
export interface EditParams extends ReplacementParams {
  readonly path: string;
  readonly create?: boolean;
  readonly encoding?: string;
}

/** A file as an edit finds it; empty when it is to be made. */
export interface FileToEdit extends EditedText {
  readonly path: string;
  readonly exists: boolean;
}

/** What an edit makes of the text; the same text when there is nothing to do. */
export interface Edit {
  readonly text: string;
  readonly msg: string;
  /** What the module returns besides. */
  readonly more?: Result;
  /** The file is not the one that was meant: its attributes stay too. */
  readonly untouched?: boolean;
}

/** Edits a file in place: links are followed, folders are made with `create`, and what does not change is not written. */
export async function editFile(
  params: EditParams,
  context: ActionContext,
  edit: (file: FileToEdit) => Edit,
): Promise<Result> {
  if (containsUnknown(params)) return { changed: true, msg: unknown };
  const written = absolutePath(params.path, context).replace(/(?!^)\/+$/, '');
  const stats = lookAt(written);
  if (stats?.isDirectory()) return failed(256, `Path ${written} is a directory !`);
  if (!stats && !params.create) return context.check ? foretold(written, context) : missing(written);
  const path = stats ? realpathSync(written) : written;
  const encoding = params.encoding === undefined ? undefined : encodingOf(params.encoding);
  const file = editedText(stats ? readFileSync(path) : Buffer.alloc(0), encoding);
  const edited = edit({ ...file, path, exists: stats !== undefined });
  // What leaves nothing to write leaves nothing to make.
  if (edited.untouched || (!stats && edited.msg === '')) return { changed: false, msg: edited.msg };
  if (!stats) makeFolders(dirname(path), {}, context.check);
  return place(path, file.bytes(edited.text), edited, { params, context, exists: stats !== undefined });
}

async function place(
  path: string,
  content: Buffer,
  { msg, more }: Edit,
  { params, context, exists }: { params: EditParams; context: ActionContext; exists: boolean },
): Promise<Result> {
  const { backup, validate, unsafe_writes, mode, owner, group } = params;
  const attributes = {
    ...(mode !== undefined && { mode }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  };
  const now = exists ? attributesOf(path) : newAttributes(path, false);
  const want = wantedAttributes(attributes, now, false);
  const sets = !sameAttributes(now, want);
  const replacement = { backup: backup ?? false, validate, unsafe_writes: unsafe_writes ?? false, ...attributes };
  const placed = await placeFile({ content, dest: path, origin: path, params: replacement }, context);
  const { changed, backup_file, diff } = placed;
  return {
    changed,
    msg: sets ? `${msg ? `${msg} and ` : ''}ownership, perms or SE linux context changed` : msg,
    ...more,
    ...(backup_file !== undefined && { backup_file }),
    diff: [contentDiff(path, diff), attributesDiff(path, now, want)],
  };
}

/** Without `--diff` it names the file only. */
function contentDiff(path: string, diff: unknown): Result {
  if (typeof diff === 'object' && diff !== null && 'prepared' in diff) return { ...diff };
  const header = `${path} (content)`;
  return { before: '', after: '', before_header: header, after_header: header };
}

function attributesDiff(path: string, now: Attributes, want: Attributes): Result {
  const header = `${path} (file attributes)`;
  const { before, after } = attributeDiff(now, want);
  const differs = Object.keys(after).length > 0;
  return { before_header: header, after_header: header, ...(differs && { before, after }) };
}

/** Under check mode the task before may be what makes it. */
function foretold(path: string, context: ActionContext): Result {
  context.warn(`${path} is not there yet; unless a task before makes it, this will fail`);
  return { changed: true, msg: unknown };
}

const missing = (path: string) => failed(257, `Path ${path} does not exist !`);

const failed = (rc: number, msg: string): Result => ({ changed: false, failed: true, rc, msg });

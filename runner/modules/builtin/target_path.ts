import { basename, join } from 'node:path';
import type { ActionContext } from '../module.ts';
import type { AttributeParams } from './file_attributes.ts';
import { lookAt } from './look_at.ts';
import { makeFolders } from './make_folders.ts';
import { absolutePath } from './paths.ts';

/**
 * Where a file goes: `dest` itself, or under its own name in the folder that `dest` is or, by a slash at its end, shall be.
 * Folders that are missing are made in the second case only.
 */
export function targetPath(
  dest: string,
  source: string,
  folderParams: AttributeParams,
  context: ActionContext,
): { path: string; madeFolders: boolean } {
  const path = absolutePath(dest, context);
  const isFolder = path.endsWith('/') || lookAt(path)?.isDirectory();
  if (!isFolder) return { path, madeFolders: false };
  const folder = path.replace(/(?!^)\/+$/, '');
  const made = makeFolders(folder, folderParams, context.check);
  return { path: join(folder, basename(source)), madeFolders: made.length > 0 };
}

import { basename, join } from 'node:path';
import { fileSchema } from '../../../schemas/file.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { action, type Result } from '../module.ts';
import { ensureAbsent } from './file_absent.ts';
import { ensureDirectory } from './file_directory.ts';
import { ensureLink } from './file_link.ts';
import { ensureAttributes } from './file_present.ts';
import type { FileParams, FileTask } from './file_task.ts';
import { touch } from './file_touch.ts';
import { stateOf } from './path_info.ts';
import { absolutePath } from './paths.ts';

type State = NonNullable<FileParams['state']>;

const actions: Readonly<Record<State, (task: FileTask) => Result>> = {
  absent: ensureAbsent,
  directory: ensureDirectory,
  file: ensureAttributes,
  hard: ensureLink,
  link: ensureLink,
  touch,
};

/** Makes, changes and removes files, folders and links (Ansible: `ansible.builtin.file`). */
export const file = action({
  name: 'file',
  schema: fileSchema,
  check: 'predicts',
  run(params, context) {
    if (containsUnknown(params)) return notKnownYet(params);
    const written = absolutePath(params.path, context).replace(/(?!^)\/+$/, '');
    const path = insideFolder(written, params);
    const state = stateFor(path, params);
    refuseContradictions(params, state);
    return actions[state]({ path, state, params, context });
  },
});

/** A link whose name is that of a folder goes into it, under the name of what it points to. */
function insideFolder(path: string, { state, src }: FileParams): string {
  if (state !== 'hard' || src === undefined || stateOf(path) !== 'directory') return path;
  return join(path, basename(src));
}

function stateFor(path: string, { state, recurse }: FileParams): State {
  if (state !== undefined) return state;
  const now = stateOf(path);
  if (now !== 'absent') return now;
  return recurse ? 'directory' : 'file';
}

function refuseContradictions({ recurse, src }: FileParams, state: State): void {
  if (recurse && state !== 'directory')
    throw new PlayError({
      code: 'file-parameters',
      message: `"recurse" goes with state directory, not with ${state}`,
      hint: 'set state: directory, or leave "recurse" out',
    });
  if (src !== undefined && state !== 'link' && state !== 'hard')
    throw new PlayError({
      code: 'file-parameters',
      message: `"src" goes with state link or hard, not with ${state}`,
      hint: 'set state: link, or use `copy` to copy a file',
    });
}

function notKnownYet({ path, state = 'file' }: FileParams): Result {
  const info = { uid: unknown, gid: unknown, owner: unknown, group: unknown, mode: unknown, size: unknown };
  return { changed: true, path, dest: path, ...info, state };
}

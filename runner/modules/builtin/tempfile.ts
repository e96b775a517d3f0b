import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tempfileSchema } from '../../../schemas/tempfile.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { action } from '../module.ts';
import { lookAt } from './look_at.ts';
import { newAttributes } from './new_attributes.ts';
import { pathInfo, predictedInfo } from './path_info.ts';
import { absolutePath } from './paths.ts';

/** Makes a file or folder with a name of its own (Ansible: `ansible.builtin.tempfile`). Check mode cannot know the name. */
export const tempfile = action({
  name: 'tempfile',
  schema: tempfileSchema,
  check: 'predicts',
  run({ state, path, prefix, suffix }, context) {
    const isDirectory = state === 'directory';
    const mode = isDirectory ? 0o700 : 0o600;
    const folder =
      path === undefined || containsUnknown(path)
        ? context.environment['TMPDIR'] || tmpdir()
        : absolutePath(path, context);
    if (context.check)
      return {
        changed: true,
        path: unknown,
        ...predictedInfo({ ...newAttributes(join(folder, 'x'), isDirectory), mode }, state, isDirectory ? unknown : 0),
      };
    if (!lookAt(folder)?.isDirectory())
      throw new PlayError({
        code: 'no-folder',
        message: `there is no folder ${folder} to make it in`,
        hint: 'check "path"',
      });
    const made = make(folder, { prefix, suffix }, (name) =>
      isDirectory ? mkdirSync(name, { mode }) : writeFileSync(name, '', { flag: 'wx', mode }),
    );
    return { changed: true, path: made, ...pathInfo(made) };
  },
});

/** Tries names until one is free. */
function make(
  folder: string,
  { prefix, suffix }: { prefix: string; suffix: string },
  create: (path: string) => unknown,
): string {
  for (;;) {
    const path = join(folder, `${prefix}${randomBytes(6).toString('base64url')}${suffix}`);
    try {
      create(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

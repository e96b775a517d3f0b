import { existsSync, readFileSync } from 'node:fs';
import { slurpSchema } from '../../../schemas/slurp.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { action } from '../module.ts';
import { absolutePath } from './paths.ts';

const problems: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `file not found: ${path}`,
  ENOTDIR: (path) => `file not found: ${path}`,
  EACCES: (path) => `file is not readable: ${path}`,
  EISDIR: (path) => `source is a directory and must be a file: ${path}`,
};

/** Reads a file into base64 (Ansible: `ansible.builtin.slurp`). */
export const slurp = action({
  name: 'slurp',
  schema: slurpSchema,
  check: 'runs',
  pure: true,
  run({ src }, context) {
    if (containsUnknown(src)) return { changed: false, content: unknown, source: src, encoding: 'base64' };
    const source = absolutePath(src, context);
    if (context.check && !existsSync(source)) {
      // A task before may be what makes it.
      context.warn(`${source} is not there yet; unless a task before makes it, this will fail`);
      return { changed: false, content: unknown, source, encoding: 'base64' };
    }
    try {
      return { changed: false, content: readFileSync(source).toString('base64'), source, encoding: 'base64' };
    } catch (cause) {
      const problem = problems[(cause as NodeJS.ErrnoException).code ?? ''];
      if (!problem) throw cause;
      throw new PlayError({ code: 'cannot-read', message: problem(source), hint: 'check "src"', cause });
    }
  },
});

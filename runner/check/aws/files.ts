import { readFileSync } from 'node:fs';
import { PlayError } from '../../diagnostics.ts';
import type { LoadContext } from '../../playbook/context.ts';
import { findFile } from '../../playbook/find_file.ts';
import type { TemplateHost } from '../../template/scope.ts';
import { isEncrypted } from '../../vault/envelope.ts';
import { looksBeyondFiles } from '../certainty.ts';
import type { Site } from '../sites.ts';

/** Lets templates of a task read the files of its role and playbook, and nothing else; what is encrypted stays closed. */
export function filesOf({ task, play, role }: Site, context: LoadContext): TemplateHost {
  const evaluated = new Set<string>();
  return {
    environment: {},
    playbookDir: context.playbookDir,
    check: true,
    hide: () => {},
    findFile: (kind, name) => {
      const origin = { playbookDir: play.playbookDir, file: task.file, ...(role && { rolePath: role.role.path }) };
      const path = /^[~/]/.test(name) ? undefined : findFile(kind, name, origin).path;
      if (path === undefined) throw closed(name);
      if (kind === 'templates') evaluated.add(path);
      return path;
    },
    readFile: (path) => {
      const text = readFileSync(path, 'utf8');
      if (isEncrypted(text) || (evaluated.has(path) && looksBeyondFiles(text))) throw closed(path);
      return text;
    },
  };
}

const closed = (name: string) =>
  new PlayError({ code: 'file-missing', message: `the file ${name} is not read while checking` });

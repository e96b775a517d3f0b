import { PlayError } from '../diagnostics.ts';
import { findFile, findTaskFile, type Origin } from '../playbook/find_file.ts';
import type { TemplateHost } from '../template/scope.ts';
import type { Frame } from './frame.ts';

/** What templates of a task may ask: its environment, and files as they are found from the role and file it stands in. */
export function templateHost(frame: Frame, file: string): TemplateHost {
  const { options } = frame.play.run;
  return {
    environment: options.environment,
    playbookDir: frame.play.play.playbookDir,
    check: options.check,
    findFile: (kind, name) => findFor(frame, file, kind, name),
    readFile: (path) => options.loader.read(path).toString('utf8'),
    hide: (value) => options.redactor.add(value),
  };
}

/** Looks a file up from a task's own role, then from the roles that brought that one in, then from the playbook. */
export function findFor(
  frame: Frame,
  file: string,
  kind: 'files' | 'templates' | 'vars' | 'tasks',
  name: string,
): string {
  const { playbookDir } = frame.play.play;
  const look = (origin: Origin) =>
    kind === 'tasks' ? findTaskFile(name, origin, 'include') : findFile(kind, name, origin);
  const tried: string[] = [];
  const origins = frame.roles.length === 0 ? [{}] : frame.roles.map(({ role }) => ({ rolePath: role.path }));
  for (const origin of origins) {
    const found = look({ playbookDir, file, ...origin });
    if (found.path !== undefined) return found.path;
    tried.push(...found.tried);
  }
  throw new PlayError({
    code: 'file-missing',
    message: `no file "${name}"`,
    hint: `looked for ${[...new Set(tried)].join(', ')}`,
  });
}

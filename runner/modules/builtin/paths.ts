import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { ActionContext } from '../module.ts';
import { homeOf } from './accounts.ts';

type Environment = ActionContext['environment'];

/** The text with `~`, `~user`, `$NAME` and `${NAME}` filled in; names that the environment lacks stay as they are. */
export function expand(text: string, environment: Environment): string {
  const filled = text.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, bare?: string, braced?: string) => {
    const name = bare ?? braced ?? '';
    return (Object.hasOwn(environment, name) ? environment[name] : undefined) ?? whole;
  });
  return filled.replace(/^~([^/]*)/, (whole, user: string) => {
    return (user ? homeOf(user) : environment['HOME'] || homedir()) ?? whole;
  });
}

/** A path parameter as an absolute path: expanded, and relative to the folder of the playbook. */
export function absolutePath(path: string, context: ActionContext): string {
  return withSlash(path, resolve(context.playbookDir, expand(path, context.environment)));
}

/** A slash at the end says that a folder is meant, and `resolve` takes it away. */
function withSlash(written: string, absolute: string): string {
  return written.endsWith('/') && !absolute.endsWith('/') ? `${absolute}/` : absolute;
}

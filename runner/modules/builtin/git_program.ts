import type { gitSchema } from '../../../schemas/git.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ActionContext } from '../module.ts';
import { absolutePath } from './paths.ts';
import { type ProcessOutcome, runProcess } from './run_process.ts';

export type GitParams = Infer<typeof gitSchema>;

/** Runs git in a folder. */
export interface Git {
  /** Standard output without its end; throws what git said when it fails. */
  ask(...args: readonly string[]): Promise<string>;
  /** Like `ask`, but a failure is an answer too. */
  tell(...args: readonly string[]): Promise<ProcessOutcome>;
  in(folder: string): Git;
}

/** git as the parameters want it: which program, with which SSH options, and never with a question to the person. */
export function gitProgram(params: GitParams, context: ActionContext, folder: string): Git {
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...inherited } = context.environment;
  const environment = {
    ...inherited,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    ...sshCommand(params, context),
  };
  const program = params.executable === undefined ? 'git' : absolutePath(params.executable, context);
  const { umask } = params;
  const start = (args: readonly string[]): readonly [string, readonly string[]] =>
    umask === undefined
      ? [program, args]
      : ['/bin/sh', ['-c', `umask ${octal(umask)}; exec "$0" "$@"`, program, ...args]];
  const options = { environment, signal: context.signal, progress: context.progress };
  const at = (cwd: string): Git => {
    const tell = (...args: readonly string[]) =>
      runProcess(...start(args), { cwd, ...options }).catch((cause) => {
        throw context.signal.aborted ? cause : noGit(program, cause);
      });
    const ask = async (...args: readonly string[]) => {
      const outcome = await tell(...args);
      if (outcome.code !== 0) throw refused(args, outcome);
      return outcome.stdout.trimEnd();
    };
    return { ask, tell, in: at };
  };
  return at(folder);
}

/** What git said is mostly clear enough. */
function refused(args: readonly string[], { code, stdout, stderr }: ProcessOutcome): PlayError {
  const said = (stderr.trim() || stdout.trim()).split('\n').slice(-6).join('\n');
  const login = /terminal prompts disabled|Permission denied \(|could not read Username/.test(said);
  return new PlayError({
    code: 'git',
    message: `git ${args[0]} failed with ${code}: ${said}`,
    ...(login && { hint: 'nobody is asked for a password: use "key_file", an agent, or a credential helper' }),
  });
}

const noGit = (program: string, cause: unknown) =>
  new PlayError({
    code: 'no-program',
    message: `cannot run ${program}: ${(cause as Error).message}`,
    hint: 'install git, or name it with "executable"',
    cause,
  });

/** Left to git and its settings when the parameters have nothing to say. */
function sshCommand(params: GitParams, context: ActionContext): { GIT_SSH_COMMAND?: string } {
  const { accept_hostkey, accept_newhostkey, key_file, ssh_opts } = params;
  const words: string[] = [];
  if (accept_hostkey) words.push('-o StrictHostKeyChecking=no');
  if (accept_newhostkey) words.push('-o StrictHostKeyChecking=accept-new');
  if (key_file !== undefined)
    words.push(`-i '${absolutePath(key_file, context).replaceAll("'", "'\\''")}' -o IdentitiesOnly=yes`);
  if (ssh_opts !== undefined) words.push(ssh_opts);
  if (words.length === 0) return {};
  return { GIT_SSH_COMMAND: [context.environment['GIT_SSH_COMMAND'] || 'ssh', ...words].join(' ') };
}

function octal(umask: string | number): string {
  const text = typeof umask === 'number' ? umask.toString(8) : umask;
  if (/^[0-7]{1,4}$/.test(text)) return text;
  throw new PlayError({
    code: 'file-mode',
    message: `"${umask}" is no umask`,
    hint: 'write octal digits in quotes ("0022")',
  });
}

import { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';
import { runProcess } from './run_process.ts';
import { shellWords } from './shell_words.ts';

/** Lets the command of `validate` look at a file; throws when it refuses it. */
export async function validateFile(
  command: string,
  temporary: string,
  path: string,
  context: ActionContext,
): Promise<void> {
  if (!command.includes('%s'))
    throw new PlayError({
      code: 'validate',
      message: `"validate" does not say where the file goes: ${command}`,
      hint: 'write %s in place of the file',
    });
  const [program = '', ...args] = shellWords(command).map((word) => word.replaceAll('%s', temporary));
  const { code, stdout, stderr } = await runProcess(program, args, {
    cwd: context.playbookDir,
    environment: context.environment,
    signal: context.signal,
  }).catch((cause: NodeJS.ErrnoException) => {
    if (context.signal.aborted) throw cause;
    return { code: 127, stdout: '', stderr: `cannot run it: ${cause.message}` };
  });
  if (code === 0) return;
  const said = `${stderr}${stdout}`.trim().split('\n').slice(-5).join('\n');
  throw new PlayError({
    code: 'validate',
    message: `failed to validate: "${command}" refused the new ${path} with ${code}: ${said}`,
  });
}

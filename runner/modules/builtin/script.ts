import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { scriptSchema } from '../../../schemas/script.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { absolutePath, expand } from './paths.ts';
import { type CommandParams, reasonNotToRun, runCommand } from './run_command.ts';

type Params = Infer<typeof scriptSchema>;

/** Runs a script that comes with the playbook (Ansible: `ansible.builtin.script`). */
export const script = action({
  name: 'script',
  schema: scriptSchema,
  check: 'predicts',
  async run(params, context) {
    const written = params._raw_params ?? params.cmd;
    const options = commandOptions(params);
    if (containsUnknown(params)) return runCommand({ argv: [], shown: String(written) }, options, context);
    const { name, rest } = firstWord(String(written).trim());
    const source = context.findFile('files', name);
    const cwd = params.chdir === undefined ? context.playbookDir : absolutePath(params.chdir, context);
    const needless = reasonNotToRun(options, cwd, context);
    if (needless) return notNeeded(needless, params);
    return withCopy(source, params, context, async (copy) => {
      const program = params.executable && expand(params.executable, context.environment);
      // The shell runs a script whose first line names no program, and splits and fills in the arguments.
      const line = [program, quoted(copy), rest].filter(Boolean).join(' ');
      const command = { argv: ['/bin/sh', '-c', line], shown: String(written) };
      return scriptResult(await runCommand(command, options, context));
    });
  },
});

/** A script's result has no words and times of a command; a message only when it failed or did not run. */
function scriptResult(result: Result): Result {
  const { cmd: _cmd, start: _start, end: _end, delta: _delta, msg, ...rest } = result;
  return rest['failed'] || rest['skipped'] ? { ...rest, msg } : rest;
}

const commandOptions = ({ chdir, creates, removes }: Params): CommandParams => ({
  stdin_add_newline: false,
  strip_empty_ends: false,
  ...(chdir !== undefined && { chdir }),
  ...(creates !== undefined && { creates }),
  ...(removes !== undefined && { removes }),
});

/** The script's name, which may be quoted, and its arguments as they are written. */
function firstWord(line: string): { name: string; rest: string } {
  const [whole, double, single, bare] = /^(?:"([^"]*)"|'([^']*)'|((?:\\.|[^\s\\])+))\s*/.exec(line) ?? [];
  const name = double ?? single ?? bare?.replace(/\\(.)/g, '$1');
  if (whole !== undefined && name) return { name, rest: line.slice(whole.length) };
  throw new PlayError({
    code: 'no-command',
    message: 'there is no script to run',
    hint: 'give it after the name of the module, or with "cmd"',
  });
}

/** Ansible skips a script that is not needed, where it calls a command unchanged. */
function notNeeded(reason: string, { creates }: Params): Result {
  const option = creates !== undefined && reason.endsWith(' exists') ? 'creates' : 'removes';
  return { changed: false, skipped: true, msg: `${reason}, matching ${option} option` };
}

/** Runs a copy that can be executed, whatever the mode of the file; it is gone when the script has ended. */
async function withCopy(
  source: string,
  { decrypt }: Params,
  context: ActionContext,
  run: (copy: string) => Promise<Result>,
): Promise<Result> {
  if (context.check) return run(source);
  const folder = mkdtempSync(join(context.environment['TMPDIR'] || tmpdir(), 'play-script-'));
  try {
    const copy = join(folder, basename(source));
    writeFileSync(copy, decrypt ? context.readFile(source) : readFileSync(source), { mode: 0o700 });
    return await run(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;

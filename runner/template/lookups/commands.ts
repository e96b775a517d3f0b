import { spawnSync } from 'node:child_process';
import { asText } from '../filters/read.ts';
import type { Context, Lookup, Table } from '../plugin.ts';
import { splitLines } from '../python/strings.ts';
import { Fault, type Value } from '../python/types.ts';

/** What a command prints, run by the shell in the playbook's folder. */
function output(command: string, { host }: Context): string {
  const { stdout, stderr, status, signal, error } = spawnSync('/bin/sh', ['-c', command], {
    cwd: host.playbookDir,
    env: host.environment as NodeJS.ProcessEnv,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) throw new Fault(`the command '${command}' could not run: ${error.message}`);
  if (status === 0) return stdout;
  const reason = stderr.trim() === '' ? '' : `: ${stderr.trim()}`;
  throw new Fault(`the command '${command}' ended with ${signal ?? `code ${status}`}${reason}`);
}

/** Lookups that run commands on this machine. They run under --check too, as what they find is needed. */
export const commandLookups: Table<Lookup> = {
  pipe: {
    description: 'what commands print, as one text each',
    run: (terms, _, context): Value[] => terms.map((term) => output(asText(term), context).trimEnd()),
  },
  lines: {
    description: 'what commands print, line by line',
    run: (terms, _, context): Value[] => terms.flatMap((term) => splitLines(output(asText(term), context))),
  },
};

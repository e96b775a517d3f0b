// One whole process, from its start to its end: wall time by our clock, the rest by GNU time.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const gnuTime = '/usr/bin/time';
/** Without it only wall time is known. */
export const countsUsage = existsSync(gnuTime);

/**
 * Runs `[command, …words]` and gives { seconds, cpu, megabytes, code, output }: processor time and peak memory with those of the
 * processes that it started and waited for. What it says goes into a file, so that nobody waits for a reader.
 */
export async function measure([command, ...words], { cwd, env, folder, codes = [0] }) {
  const [said, usage] = [join(folder, 'said.txt'), join(folder, 'usage.txt')];
  const file = openSync(said, 'w');
  const line = countsUsage ? [gnuTime, '-q', '-o', usage, '-f', '%U %S %M', command, ...words] : [command, ...words];
  const began = performance.now();
  const child = spawn(line[0], line.slice(1), { cwd, env, stdio: ['ignore', file, file] });
  const code = await new Promise((done, fail) => child.once('error', fail).once('close', done));
  const seconds = (performance.now() - began) / 1000;
  closeSync(file);
  const output = readFileSync(said, 'utf8');
  if (!codes.includes(code))
    throw new Error(`${command} ${words.join(' ')} ended with ${code}:\n${output.slice(-4000)}`);
  return { seconds, ...(countsUsage && usageOf(readFileSync(usage, 'utf8'))), code, output };
}

function usageOf(text) {
  const [user, system, kilobytes] = text.trim().split(/\s+/).map(Number);
  return { cpu: user + system, megabytes: kilobytes / 1024 };
}

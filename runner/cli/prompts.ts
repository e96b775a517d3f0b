import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { PlayError } from '../diagnostics.ts';
import type { TaskInfo } from '../engine/events.ts';
import type { StepAnswer } from '../engine/run.ts';

/** Whether there is somebody to ask. Without a terminal nothing is asked, so that nothing hangs. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Asks on the terminal; what is typed stays hidden when `echo` is false. Ends with an error when `signal` aborts, or the person does (^C, ^D). */
export async function ask(question: string, options: { echo: boolean; signal: AbortSignal }): Promise<string> {
  let muted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) process.stderr.write(chunk);
      done();
    },
  });
  const readline = createInterface({ input: process.stdin, output, terminal: true });
  // In raw mode the terminal sends no signal for ^C, and after ^D no answer comes any more.
  readline.on('SIGINT', () => {
    process.kill(process.pid, 'SIGINT');
    readline.close();
  });
  const closed = new Promise<never>((_, reject) => {
    readline.once('close', () =>
      reject(new PlayError({ code: 'unanswered', message: `no answer was given to "${question.trim()}"` })),
    );
  });
  try {
    const answer = readline.question(question, { signal: options.signal });
    muted = !options.echo;
    return await Promise.race([answer, closed]);
  } finally {
    readline.close();
    if (!options.echo) process.stderr.write('\n');
  }
}

/** `--step`: asks before a task, in Ansible's words. */
export async function askStep(task: TaskInfo, signal: AbortSignal): Promise<StepAnswer> {
  const name = task.role ? `${task.role} : ${task.name}` : task.name;
  const answer = (await ask(`Perform task: ${name} (N)o/(y)es/(c)ontinue: `, { echo: true, signal }))
    .trim()
    .toLowerCase();
  if (answer.startsWith('c')) return 'continue';
  return answer.startsWith('y') ? 'yes' : 'no';
}

import { PlayError } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';
import type { Call, Invoked } from './call.ts';
import { failure } from './failure.ts';
import { type Job, toldKey } from './jobs.ts';
import { numberIn } from './keyword_values.ts';
import { marked } from './results.ts';
import { progressOf } from './run_aws.ts';
import { runModule } from './run_module.ts';
import { collectHiddenResult } from './secrets.ts';
import { taskTitle } from './task_info.ts';

/** Seconds between two looks at a job when `poll` does not say. */
const usualPoll = 15;

/** How long a task may take in the background (`async`), in seconds; 0 for a task that runs where it stands. */
export function backgroundSeconds({ running, scope }: Call): number {
  const { task, info } = running;
  return info.kind === 'read' ? 0 : (numberIn(task.async, scope) ?? 0);
}

/**
 * Runs a task in the background and waits for it, or with `poll: 0` leaves it there for `async_status` (Ansible's page
 * "Asynchronous actions and polling"). Under `--check` it is rehearsed at once: nobody has to wait for a rehearsal.
 */
export async function runInBackground(call: Call, seconds: number): Promise<Invoked> {
  if (!canRunInBackground(call)) return failure(unsupported(call));
  const { task, frame } = call.running;
  const { jobs } = frame.play.run;
  const job = jobs.start(taskTitle(task, frame), (signal, say) => work({ ...call, say }, seconds, signal));
  const poll = numberIn(task.poll, call.scope) ?? usualPoll;
  if (poll <= 0 && !call.check) return { result: { changed: true, ...statusOf(job) } };
  await waitFor(job, call, poll);
  if (poll <= 0 && job.result?.['failed'] !== true)
    // As for real, all else is told where it is waited for.
    return { result: { changed: job.result?.['changed'] ?? false, ...statusOf(job) } };
  const { [toldKey]: told, ...result } = job.result ?? {};
  if (!call.check) job.forget();
  return { ...(told as Told), result: { ...result, ...statusOf(job) } };
}

/** What is told of every job, finished or not. */
export const statusOf = ({ id, result }: Job): Result => ({
  ansible_job_id: id,
  started: 1,
  finished: result === undefined ? 0 : 1,
});

async function work(call: Call, seconds: number, signal: AbortSignal): Promise<Result> {
  const late = AbortSignal.timeout(seconds * 1000);
  const background = AbortSignal.any([signal, late]);
  const over = new Promise<Result>((resolve) => {
    const end = () => resolve(late.aborted ? tooLate(seconds) : ended());
    background.addEventListener('abort', end, { once: true });
  });
  const { result, ...told }: Invoked = await Promise.race([
    runModule({ ...call, background }),
    over.then((each) => ({ result: each })),
  ]);
  if (call.hidden) collectHiddenResult(call.running.frame.play.run.options.redactor, result);
  return { ...marked(result), [toldKey]: told };
}

type Told = Omit<Invoked, 'result'>;

const tooLate = (seconds: number): Result => ({
  changed: false,
  failed: true,
  msg: `async task did not complete within the requested time - ${seconds}s`,
});

const ended = (): Result => ({ changed: false, failed: true, msg: 'ended with the run before it had finished' });

async function waitFor(job: Job, call: Call, poll: number): Promise<void> {
  const began = performance.now();
  const progress = progressOf(call);
  const timer = setInterval(
    () => progress(`in the background since ${Math.round((performance.now() - began) / 1000)} s`),
    Math.max(1, poll) * 1000,
  );
  await job.ended;
  clearInterval(timer);
}

/** Modules that work on this side, with the variables of the task, in Ansible as here. */
const withVariables = new Set(
  `add_host assemble assert async_status copy debug fail gather_facts group_by include_vars pause script set_fact set_stats
  template unarchive`.split(/\s+/),
);

const canRunInBackground = ({ module }: Call) => !withVariables.has(module.name);

function unsupported({ module, running }: Call): PlayError {
  return new PlayError({
    code: 'async-unsupported',
    message: `${module.name} cannot run in the background: async is not supported for this task`,
    ...(running.task.async ? { place: running.task.async.place } : {}),
    hint: 'take async off it',
  });
}

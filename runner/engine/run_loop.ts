import { PlayError } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';
import { plain } from '../template/values.ts';
import type { Running } from './conclude.ts';
import { decide } from './conditions.ts';
import { valueIn } from './keyword_values.ts';
import { dataLayer } from './layer.ts';
import { extendedOf, type Loop, roundLayer } from './loop.ts';
import { type Done, outcomeOf } from './results.ts';
import { createRounds, type Rounds, wantedOf } from './rounds.ts';
import type { VariableScope } from './scope.ts';
import { engineModule } from './task_info.ts';

/** Runs a task once for each item and makes one result of all of them. */
export async function runLoop(
  running: Running,
  loop: Loop,
  runItem: (scope: VariableScope) => Promise<Done>,
): Promise<Done> {
  const started = performance.now();
  if (loop.items.length === 0) return nothing(performance.now() - started);
  const rounds = createRounds(loop, wantedOf(running));
  const run = async (position: number): Promise<Round> => {
    const scope = running.scope.with(roundLayer(loop, position));
    return { scope, done: withItem(await runItem(scope), loop, position, labelOf(loop, scope)) };
  };
  await (isParallel(running, loop) ? sideBySide : oneByOne)(running, loop, run, rounds);
  return rounds.together(performance.now() - started);
}

function nothing(milliseconds: number): Done {
  const result = { changed: false, skipped: true, skipped_reason: 'No items in the list', results: [] };
  return { result, hidden: false, milliseconds };
}

/** One item that has run, and the variables it saw. */
interface Round {
  readonly scope: VariableScope;
  readonly done: Done;
}

type RunRound = (position: number) => Promise<Round>;

async function oneByOne(running: Running, loop: Loop, run: RunRound, rounds: Rounds): Promise<void> {
  const { options, breathe } = running.frame.play.run;
  for (let position = 0; position < loop.items.length; position += 1) {
    const breath = breathe();
    if (breath) await breath;
    if (options.signal.aborted) break;
    if (position > 0 && loop.pause > 0) await options.sleep(loop.pause, options.signal);
    const { scope, done } = await run(position);
    rounds.add(done);
    reportRound(running, loop, position, done);
    if (breaks(running, loop, scope, done)) break;
  }
}

/** Whether items run at the same time: what is only read to be taken down is met in its order. */
function isParallel({ frame, task }: Running, { parallel, pause, breakWhen }: Loop): boolean {
  const { options, reading } = frame.play.run;
  const inOrder = options.serial || reading !== undefined || pause > 0 || breakWhen.length > 0;
  return parallel > 1 && !inOrder && engineModule(task) === undefined;
}

/** `parallel` items at a time; each is told of when those before it have been. */
async function sideBySide(running: Running, loop: Loop, run: RunRound, rounds: Rounds): Promise<void> {
  const { options, breathe } = running.frame.play.run;
  /** Those that have ended before one that stands before them. */
  const ended = new Map<number, Done>();
  let [next, told, isBroken] = [0, 0, false];
  const work = async () => {
    while (next < loop.items.length && !options.signal.aborted && !isBroken) {
      const position = next++;
      ended.set(position, (await run(position)).done);
      for (let done = ended.get(told); done; done = ended.get(++told)) {
        ended.delete(told);
        rounds.add(done);
        reportRound(running, loop, told, done);
      }
      await breathe();
    }
  };
  const workers = Array.from({ length: Math.min(loop.parallel, loop.items.length) }, () =>
    work().catch((error) => {
      isBroken = true;
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
}

/** A label that cannot be made is no reason to fail: the item itself is shown. */
function labelOf({ label }: Loop, scope: VariableScope): unknown {
  if (!label) return undefined;
  try {
    return valueIn(label, scope);
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

function withItem(done: Done, { variable, index, extended, items }: Loop, position: number, label: unknown): Done {
  const marks: Result = { [variable]: items[position], ansible_loop_var: variable };
  if (index !== undefined) Object.assign(marks, { [index]: position, ansible_index_var: index });
  // A result for each item with all items in it would grow with the square of the list.
  if (extended) marks['ansible_loop'] = extendedOf({ items, withAll: false }, position);
  return { ...done, result: Object.assign({}, done.result, marks), ...(label === undefined ? {} : { label }) };
}

function reportRound({ frame, info }: Running, { items }: Loop, position: number, round: Done): void {
  const item = round.hidden ? '(censored due to no_log)' : plain(round.label ?? items[position]);
  frame.play.run.report({ type: 'item_done', task: info, outcome: outcomeOf(round, info, { item }) });
}

function breaks({ task }: Running, { breakWhen }: Loop, scope: VariableScope, { result }: Done): boolean {
  if (breakWhen.length === 0) return false;
  const known = task.register ? scope.with(dataLayer(new Map([[task.register.value, result]]))) : scope;
  return decide(breakWhen, known).holds === true;
}

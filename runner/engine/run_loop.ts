import { PlayError } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';
import { plain, Unknown, unknown } from '../template/values.ts';
import type { Running } from './conclude.ts';
import { decide } from './conditions.ts';
import { valueIn } from './keyword_values.ts';
import { dataLayer } from './layer.ts';
import { extendedOf, type Loop, roundLayer } from './loop.ts';
import { type Done, outcomeOf, shown } from './results.ts';
import type { VariableScope } from './scope.ts';
import { engineModule } from './task_info.ts';

/** Runs a task once for each item and makes one result of all of them. */
export async function runLoop(
  running: Running,
  loop: Loop,
  runItem: (scope: VariableScope) => Promise<Done>,
): Promise<Done> {
  const started = performance.now();
  const run = async (position: number): Promise<Round> => {
    const scope = running.scope.with(roundLayer(loop, position));
    return { scope, done: withItem(await runItem(scope), loop, position, labelOf(loop, scope)) };
  };
  const rounds = await (isParallel(running, loop) ? sideBySide : oneByOne)(running, loop, run);
  return together(rounds, loop, performance.now() - started);
}

/** One item that has run, and the variables it saw. */
interface Round {
  readonly scope: VariableScope;
  readonly done: Done;
}

type RunRound = (position: number) => Promise<Round>;

async function oneByOne(running: Running, loop: Loop, run: RunRound): Promise<readonly Done[]> {
  const { options } = running.frame.play.run;
  const rounds: Done[] = [];
  for (let position = 0; position < loop.items.length; position += 1) {
    if (options.signal.aborted) break;
    if (position > 0 && loop.pause > 0) await options.sleep(loop.pause, options.signal);
    const { scope, done } = await run(position);
    rounds.push(done);
    reportRound(running, loop, position, done);
    if (breaks(running, loop, scope, done)) break;
  }
  return rounds;
}

/** Whether items run at the same time: what is only read to be taken down is met in its order. */
function isParallel({ frame, task }: Running, { parallel, pause, breakWhen }: Loop): boolean {
  const { options, reading } = frame.play.run;
  const inOrder = options.serial || reading !== undefined || pause > 0 || breakWhen.length > 0;
  return parallel > 1 && !inOrder && engineModule(task) === undefined;
}

/** `parallel` items at a time; each is told of when those before it have been. */
async function sideBySide(running: Running, loop: Loop, run: RunRound): Promise<readonly Done[]> {
  const { signal } = running.frame.play.run.options;
  const rounds: Done[] = [];
  let [next, told, isBroken] = [0, 0, false];
  const work = async () => {
    while (next < loop.items.length && !signal.aborted && !isBroken) {
      const position = next++;
      rounds[position] = (await run(position)).done;
      for (; rounds[told]; told += 1) reportRound(running, loop, told, rounds[told]!);
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
  return rounds;
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
  return { ...done, result: { ...done.result, ...marks }, ...(label === undefined ? {} : { label }) };
}

function reportRound({ frame, info }: Running, { items }: Loop, position: number, round: Done): void {
  const item = round.hidden ? '(censored due to no_log)' : plain(round.label ?? items[position]);
  frame.play.run.report({ type: 'item_done', task: info, outcome: { ...outcomeOf(round, info), item } });
}

function breaks({ task }: Running, { breakWhen }: Loop, scope: VariableScope, { result }: Done): boolean {
  if (breakWhen.length === 0) return false;
  const known = task.register ? scope.with(dataLayer(new Map([[task.register.value, result]]))) : scope;
  return decide(breakWhen, known).holds === true;
}

function together(rounds: readonly Done[], loop: Loop, milliseconds: number): Done {
  if (loop.items.length === 0) {
    const result = { changed: false, skipped: true, skipped_reason: 'No items in the list', results: [] };
    return { result, hidden: false, milliseconds };
  }
  const any = (mark: string) => rounds.some(({ result }) => result[mark] === true);
  const failed = any('failed');
  const skipped = rounds.every(({ result }) => result['skipped'] === true);
  const marks = {
    changed: rounds.some(({ result }) => result['changed'] instanceof Unknown) ? unknown : any('changed'),
    ...(failed ? { failed } : {}),
    skipped,
    msg: failed ? 'One or more items failed' : skipped ? 'All items skipped' : 'All items completed',
  };
  const error = rounds.find((round) => round.error)?.error;
  return {
    result: { results: rounds.map((round) => round.kept ?? round.result), ...marks },
    shown: { results: rounds.map(shownRound), ...marks },
    // Nobody knows yet for how many items it will run.
    ...(loop.undecided ? { kept: { ...marks, results: unknown, changed: unknown } } : {}),
    hidden: rounds.some((round) => round.hidden),
    notify: rounds.flatMap((round) => round.notify ?? []),
    ...(rounds.some((round) => round.steps) ? { steps: rounds.flatMap((round) => round.steps ?? []) } : {}),
    ...(loop.undecided || rounds.some((round) => round.undecided) ? { undecided: true } : {}),
    ...(rounds.some((round) => round.mayFail) ? { mayFail: true } : {}),
    ...(error ? { error } : {}),
    milliseconds,
  };
}

function shownRound(round: Done): Result {
  return round.label === undefined ? shown(round) : { ...shown(round), _ansible_item_label: plain(round.label) };
}

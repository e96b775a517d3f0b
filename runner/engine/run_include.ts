import type { Entry, Task } from '../playbook/types.ts';
import { conclude, type Running } from './conclude.ts';
import { decide } from './conditions.ts';
import { failure } from './failure.ts';
import type { Flow, Purpose, RunAs, RunEntries } from './flow.ts';
import { blockFrame, type Frame } from './frame.ts';
import { type Included, loadInclude } from './include_target.ts';
import type { Layer } from './layer.ts';
import { type Loop, loopOf, roundLayer } from './loop.ts';
import { addRoleHandlers } from './play_handlers.ts';
import type { Done } from './results.ts';
import { runLoop } from './run_loop.ts';
import type { VariableScope } from './scope.ts';
import { skipped } from './skipped.ts';
import { engineModule, taskInfo } from './task_info.ts';
import { scopeOf } from './variables.ts';
import { rolesIn, tasksOf } from './walk.ts';

interface How {
  readonly purpose: Purpose;
  readonly runEntries: RunEntries;
  readonly runAs: RunAs;
}

/** Runs `include_tasks` or `include_role`: all its items first, as one task, and then what each of them brought. */
export async function runInclude(task: Task, outer: Frame, how: How): Promise<Flow> {
  const { purpose } = how;
  const frame = blockFrame(outer, task);
  const scope = scopeOf(frame, task.file);
  const brought: Included[] = [];
  // As Ansible counts: each file that is included is ok, a role is nothing by itself.
  const okCount = () => (engineModule(task) === 'include_tasks' ? brought.length : 0);
  const running: Running = { task, frame, scope, info: taskInfo(task, frame, 'include', scope), okCount };
  if (purpose === 'read') await perform(running, outer, brought);
  else {
    frame.play.run.report({ type: 'task_started', task: running.info });
    const flow = conclude(running, await perform(running, outer, brought));
    if (flow !== 'next') return flow;
  }
  for (const included of brought) {
    const flow = await enter(included, how);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

async function perform(running: Running, outer: Frame, brought: Included[]): Promise<Done> {
  const { task, scope } = running;
  const started = performance.now();
  try {
    const loop = task.loop && loopOf(running, task.loop);
    if (!loop) return include(running, outer, scope, brought);
    let position = 0;
    return await runLoop(running, loop, async (round) =>
      include(running, outer, round, brought, itemLayer(loop, position++)),
    );
  } catch (error) {
    return { ...failure(error), hidden: false, milliseconds: performance.now() - started };
  }
}

const itemLayer = (loop: Loop, position: number): Layer => roundLayer(loop, position);

/** One item: its condition, and what it names. */
function include(running: Running, outer: Frame, scope: VariableScope, brought: Included[], item?: Layer): Done {
  const started = performance.now();
  const end = (done: Pick<Done, 'result' | 'error'>): Done => ({
    ...done,
    hidden: false,
    milliseconds: performance.now() - started,
  });
  try {
    const verdict = decide(running.frame.when, scope);
    if (verdict.holds === false) return end({ result: skipped(verdict.failing) });
    const undecided = outer.undecided || verdict.holds === 'unknown';
    const included = loadInclude(running.task, undecided ? { ...outer, undecided } : outer, scope, item);
    brought.push(included);
    return {
      ...end({ result: { changed: false, include: included.what, include_args: {} } }),
      ...(undecided ? { undecided } : {}),
    };
  } catch (error) {
    return end(failure(error));
  }
}

/** Handlers of what was included are there from now on; the variables of imported and of public roles, too. */
async function enter({ frame, entries, isPublic }: Included, { purpose, runEntries, runAs }: How): Promise<Flow> {
  const { play } = frame;
  addRoleHandlers(entries, frame);
  for (const use of rolesIn(entries)) if (isPublic || use.origin === 'import_role') play.publish(use);
  return purpose === 'handler' ? runAll(entries, frame, runAs) : runEntries(entries, frame);
}

/** Handlers that a handler includes run whatever their tags are. */
async function runAll(entries: readonly Entry[], frame: Frame, runAs: RunAs): Promise<Flow> {
  for (const task of tasksOf(entries)) {
    const flow = await runAs('handler', task, frame);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

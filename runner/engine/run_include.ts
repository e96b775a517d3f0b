import type { Entry, Task } from '../playbook/types.ts';
import { conclude, type Running } from './conclude.ts';
import { decide } from './conditions.ts';
import { failure } from './failure.ts';
import type { Flow, Purpose, RunAs, RunEntries } from './flow.ts';
import { blockFrame, type Frame } from './frame.ts';
import { type Included, loadInclude } from './include_target.ts';
import type { Layer } from './layer.ts';
import { loopOf, roundLayer } from './loop.ts';
import { isUnknownYet } from './not_known_yet.ts';
import { addRoleHandlers } from './play_handlers.ts';
import type { Done } from './results.ts';
import { runLoop } from './run_loop.ts';
import type { VariableScope } from './scope.ts';
import { skipped } from './skipped.ts';
import { engineModule, taskInfo } from './task_info.ts';
import { scopeOf } from './variables.ts';
import { childrenOf, rolesIn } from './walk.ts';

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
  // As Ansible counts: each file that is included is ok unless it is empty, a role is nothing by itself.
  const okCount = () =>
    engineModule(task) === 'include_tasks' ? brought.filter(({ entries }) => entries.length > 0).length : 0;
  const info = taskInfo(task, frame, 'include', scope);
  const running = { task, frame, scope, info, okCount, outer, brought, handlers: purpose === 'handler' };
  if (purpose === 'read') await perform(running);
  else {
    frame.play.run.report({ type: 'task_started', task: running.info });
    const flow = conclude(running, await perform(running));
    if (flow !== 'next') return flow;
  }
  for (const included of brought) {
    const flow = await enter(included, how);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

/** An include that is under way. */
interface Including extends Running {
  /** Around it, without its own keywords: what it brings does not take those over. */
  readonly outer: Frame;
  readonly brought: Included[];
  readonly handlers: boolean;
}

async function perform(running: Including): Promise<Done> {
  const { task, scope } = running;
  const started = performance.now();
  try {
    const loop = task.loop && loopOf(running, task.loop);
    if (!loop) return include(running, scope);
    let position = 0;
    const { undecided } = loop;
    const around = undecided ? { ...running, outer: { ...running.outer, undecided } } : running;
    return await runLoop(running, loop, async (round) => include(around, round, roundLayer(loop, position++)));
  } catch (error) {
    return { ...failure(error), hidden: false, milliseconds: performance.now() - started };
  }
}

/** One item: its condition, and what it names. */
function include(running: Including, scope: VariableScope, item?: Layer): Done {
  const { outer, brought, handlers } = running;
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
    const included = loadInclude(running.task, undecided ? { ...outer, undecided } : outer, scope, { item, handlers });
    brought.push(included);
    return {
      ...end({ result: { changed: false, include: included.what, include_args: {} } }),
      ...(undecided ? { undecided } : {}),
    };
  } catch (error) {
    if (isUnknownYet(error) && running.frame.play.run.options.check)
      return { ...end({ result: { changed: false, msg: '(known after apply)' } }), undecided: true };
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
  for (const entry of entries) {
    const flow =
      entry.kind === 'task'
        ? await runAs('handler', entry, frame)
        : await runAll(childrenOf(entry), blockFrame(frame, entry), runAs);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

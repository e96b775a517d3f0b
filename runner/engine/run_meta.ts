import { type Diagnostic, PlayError } from '../diagnostics.ts';
import type { Task } from '../playbook/types.ts';
import { conclude } from './conclude.ts';
import { decide } from './conditions.ts';
import { failure } from './failure.ts';
import type { Flow, RunAs } from './flow.ts';
import { blockFrame, type Frame } from './frame.ts';
import { valueIn } from './keyword_values.ts';
import { runHandlers } from './run_handlers.ts';
import { taskInfo } from './task_info.ts';
import { scopeOf } from './variables.ts';

type Meta = (frame: Frame, runAs: RunAs) => Flow | Promise<Flow>;

const nothing: Meta = () => 'next';

/** Every `meta` action, as listed on Ansible's page of that module. */
const actions: Readonly<Record<string, Meta>> = {
  clear_facts: ({ play }) => {
    play.run.gathered.clear();
    play.run.isGathered = false;
    return 'next';
  },
  clear_host_errors: ({ play }) => {
    play.failureCleared = true;
    return 'next';
  },
  end_batch: () => 'ended_play',
  end_host: () => 'ended_play',
  end_play: () => 'ended_play',
  end_role: () => 'ended_role',
  flush_handlers: ({ play }, runAs) => runHandlers(play, runAs),
  noop: nothing,
  refresh_inventory: nothing,
  reset_connection: nothing,
};

/** Runs a `meta` task. Unless it is skipped or fails it is not shown: it is no work, only a word to the engine. */
export async function runMeta(task: Task, outer: Frame, runAs: RunAs): Promise<Flow> {
  const frame = blockFrame(outer, task);
  const scope = scopeOf(frame, task.file);
  const started = performance.now();
  const end = (result: Record<string, unknown>, error?: Diagnostic): Flow => {
    const info = taskInfo(task, frame, 'task', scope);
    frame.play.run.report({ type: 'task_started', task: info });
    const done = { result, hidden: false, milliseconds: performance.now() - started, ...(error ? { error } : {}) };
    return conclude({ task, frame, scope, info, counted: error !== undefined }, done);
  };
  try {
    const action = metaAction(task, String(valueIn(task.args, scope)));
    if (action === nothing) return 'next';
    const verdict = decide(frame.when, scope);
    if (verdict.holds === false) return end({ changed: false, skipped: true, false_condition: verdict.failing });
    // Whether the play ends here is not known: a rehearsal goes on, so that it shows what may still come.
    return verdict.holds === 'unknown' || frame.undecided ? 'next' : await action(frame, runAs);
  } catch (error) {
    const { result, error: mistake } = failure(error);
    return end(result, mistake);
  }
}

function metaAction({ args }: Task, written: string): Meta {
  const action = actions[written.trim()];
  if (action) return action;
  throw new PlayError({
    code: 'meta-unknown',
    message: `there is no meta action "${written}"`,
    place: args.place,
    hint: `it is one of ${Object.keys(actions).join(', ')}`,
  });
}

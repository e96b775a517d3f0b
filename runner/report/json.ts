import type { PlayEvent, Recap, TaskInfo, TaskOutcome } from '../engine/events.ts';
import { inPlaybookOrder } from '../engine/graph/playbook_order.ts';
import type { Result } from '../modules/module.ts';
import { createDocument } from './json_document.ts';
import type { Output, Report } from './report.ts';

interface JsonTask {
  task: { name: string; id: string; path: string; duration: { start: string; end?: string } };
  hosts: Record<string, Result>;
}

/** A task of which the document is to tell, once it is its turn. */
interface Entry {
  readonly unit: number | undefined;
  readonly json: JsonTask;
  isDone: boolean;
}

/**
 * One document, in the shape of Ansible's json callback (`plays`, `stats`), with `play` beside it for what only we know (API
 * calls, time), and `diagnostics` where mistakes kept it from running. It is written as the run goes on, each task when it has
 * ended; nothing else is written to `out`.
 */
export function createJson({ out, complain }: { out: Output; complain: (message: string) => void }): Report {
  const document = createDocument(out);
  /** Those that have begun, in their order; the first of them is written when it has ended. */
  let waiting: Entry[] = [];
  const open = new Map<number, Entry>();
  let ended: Extract<PlayEvent, { type: 'ended' }> | undefined;
  const clock = () => new Date().toISOString();

  function startTask({ id, role, name, place, unit }: TaskInfo) {
    const title = role ? `${role} : ${name}` : name;
    const path = `${place.file}:${place.line}`;
    const task = { name: title, id: String(id), path, duration: { start: clock() } };
    const entry = { unit, json: { task, hosts: {} }, isDone: false };
    open.set(id, entry);
    waiting.push(entry);
  }

  function endTask(task: TaskInfo, outcome: TaskOutcome) {
    const entry = open.get(task.id);
    if (!entry) return;
    open.delete(task.id);
    entry.json.hosts['localhost'] = hostResult(task, outcome);
    entry.json.task.duration.end = clock();
    entry.isDone = true;
    // What runs side by side comes in the playbook's order, which is known when all of it has ended.
    while (waiting[0]?.isDone && waiting[0].unit === undefined) document.task(waiting.shift()!.json);
  }

  function settle() {
    for (const { json } of inPlaybookOrder(waiting, (each) => each)) document.task(json);
    waiting = [];
  }

  function report(event: PlayEvent) {
    if (event.type === 'play_started') {
      settle();
      document.play(event.play.name, clock());
    } else if (event.type === 'task_started') startTask(event.task);
    else if (event.type === 'task_done') endTask(event.task, event.outcome);
    else if (event.type === 'units_done') settle();
    else if (event.type === 'ended') ended = event;
    else if (event.type === 'warning') complain(`[WARNING]: ${event.message}`);
  }

  return {
    needsItems: true,
    report,
    suspend: async () => {},
    end: async (diagnostics = []) => {
      settle();
      document.end({ ...closing(ended?.recap), ...(diagnostics.length > 0 && { diagnostics }) });
    },
  };
}

/** What stands behind the plays. */
function closing(recap: Recap | undefined): Record<string, unknown> {
  const stats = recap && {
    localhost: {
      ok: recap.ok,
      changed: recap.changed,
      unreachable: recap.unreachable,
      failures: recap.failed,
      skipped: recap.skipped,
      rescued: recap.rescued,
      ignored: recap.ignored,
    },
  };
  const play = recap && {
    calls: recap.calls,
    writes: recap.writes,
    read: recap.read,
    milliseconds: recap.milliseconds,
    check: recap.check,
    ...(recap.graphs && { graphs: recap.graphs }),
    ...(recap.left && { left: recap.left }),
  };
  const { run: global_custom_stats = {}, localhost = {} } = recap?.stats ?? {};
  const custom_stats = Object.keys(localhost).length > 0 ? { localhost } : {};
  return { stats: stats ?? {}, custom_stats, global_custom_stats, play, ...(recap?.plan && { plan: recap.plan }) };
}

function hostResult(task: TaskInfo, { result, status, ignored, steps, change, undecided, left }: TaskOutcome): Result {
  return {
    ...result,
    action: task.module,
    changed: status === 'changed' || result['changed'] === true,
    ...(status === 'failed' && { failed: true }),
    ...(status === 'unreachable' && { unreachable: true }),
    ...(status === 'skipped' && { skipped: true }),
    ...(status === 'read' && { read: true }),
    ...(ignored && { ignored: true }),
    ...(left !== undefined && { left }),
    ...(change && { change }),
    ...(undecided && { undecided: true }),
    ...(steps && steps.length > 0 && { steps }),
  };
}

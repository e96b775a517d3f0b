import type { PlayEvent, TaskInfo, TaskOutcome } from '../engine/events.ts';
import { inPlaybookOrder } from '../engine/graph/playbook_order.ts';
import type { Result } from '../modules/module.ts';
import type { Output, Report } from './report.ts';

interface JsonTask {
  task: { name: string; id: string; path: string; duration: { start: string; end?: string } };
  hosts: Record<string, Result>;
}
interface JsonPlay {
  play: { name: string; id: string; duration: { start: string; end?: string } };
  tasks: JsonTask[];
}

/**
 * One document at the end, in the shape of Ansible's json callback (`plays`, `stats`), with `play` beside it for what only
 * we know (API calls, time), and `diagnostics` where mistakes kept it from running. Nothing else is written to `out`.
 */
export function createJson({ out, complain }: { out: Output; complain: (message: string) => void }): Report {
  const plays: JsonPlay[] = [];
  const open = new Map<number, JsonTask>();
  const units = new WeakMap<JsonTask, number | undefined>();
  let ended: Extract<PlayEvent, { type: 'ended' }> | undefined;
  const clock = () => new Date().toISOString();

  function startTask(task: TaskInfo) {
    const name = task.role ? `${task.role} : ${task.name}` : task.name;
    const entry: JsonTask = {
      task: { name, id: String(task.id), path: `${task.place.file}:${task.place.line}`, duration: { start: clock() } },
      hosts: {},
    };
    open.set(task.id, entry);
    units.set(entry, task.unit);
    plays.at(-1)?.tasks.push(entry);
  }

  function report(event: PlayEvent) {
    if (event.type === 'play_started') {
      plays.push({
        play: { name: event.play.name, id: String(plays.length + 1), duration: { start: clock() } },
        tasks: [],
      });
    } else if (event.type === 'task_started') startTask(event.task);
    else if (event.type === 'task_done') {
      const entry = open.get(event.task.id);
      open.delete(event.task.id);
      if (entry) {
        entry.hosts['localhost'] = hostResult(event.task, event.outcome);
        entry.task.duration.end = clock();
      }
    } else if (event.type === 'ended') ended = event;
    else if (event.type === 'warning') complain(`[WARNING]: ${event.message}`);
  }

  return {
    needsItems: true,
    report,
    suspend: async () => {},
    end: async (diagnostics = []) => {
      const { recap } = ended ?? {};
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
      const plan = recap?.plan && { plan: recap.plan };
      for (const each of plays) each.tasks = [...inPlaybookOrder(each.tasks, (task) => ({ unit: units.get(task) }))];
      const document = { plays, stats: stats ?? {}, custom_stats, global_custom_stats, play, ...plan };
      const mistakes = diagnostics.length > 0 ? { diagnostics } : {};
      out.write(`${JSON.stringify({ ...document, ...mistakes }, replacer, 2)}\n`);
    },
  };
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

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}

import type { PlayEvent, TaskInfo, TaskOutcome } from '../engine/events.ts';
import { graphLines } from './graph_recap.ts';
import { type Branch, openBranch, openBranches } from './live_branch.ts';
import { painter } from './paint.ts';
import { planLines } from './plan.ts';
import { costLine, countsLine, leftLines, notRunLines, statsLines } from './recap.ts';
import type { Report, ReportOptions } from './report.ts';
import { itemText } from './result_text.ts';
import { fold, type Items, treeText } from './tree_text.ts';

/** Lines that a branch keeps alive; what is older is printed for good, so that a long run does not redraw it all. */
const longest = 60;

/** A live tree on a terminal: a branch for each role, its finished tasks below, what runs and what it waits for beside its name. */
export function createTree({ out, color, verbosity, diff }: ReportOptions): Report {
  const paint = painter(color);
  const text = treeText(paint, { verbosity, diff });
  let branch: Branch | undefined;
  let printed: Promise<void> = Promise.resolve();
  let play = '';
  const items = new Map<number, Items>();
  /** Units that run side by side, by their ids. */
  const units = new Map<number, Branch>();
  const ended = new Set<number>();

  function branchOf(task: TaskInfo): Branch {
    const own = task.unit === undefined ? undefined : units.get(task.unit);
    if (own) return own;
    closeUnits();
    const title = task.role ?? play;
    if (branch?.title === title && branch.lines < longest) return branch;
    closeBranch();
    branch = openBranch(title, printed, { out, paint });
    return branch;
  }
  function closeBranch() {
    if (branch) printed = branch.close();
    branch = undefined;
  }
  function closeUnits() {
    if (units.size === 0) return;
    for (const each of units.values()) printed = each.close();
    units.clear();
  }
  const running = () => branch ?? units.values().next().value;
  function print(line: string) {
    const on = running();
    if (on) on.say(line);
    else printed = printed.then(() => void out.write(`${line}\n`));
  }
  function itemsOf({ id }: TaskInfo): Items {
    const own = items.get(id) ?? { done: 0, failed: 0, said: [] };
    items.set(id, own);
    return own;
  }
  const doing = (task: TaskInfo, what = '') => branchOf(task).show(`${task.role ?? play} › ${task.name}${what}`);

  function itemDone(task: TaskInfo, outcome: TaskOutcome) {
    const all = itemsOf(task);
    all.done++;
    if (outcome.status === 'failed') all.failed++;
    if (all.said.length < fold) all.said.push(...text.item(task, outcome));
    doing(task, ` › ${itemText(outcome.item)}`);
  }
  function taskDone(task: TaskInfo, outcome: TaskOutcome) {
    const on = branchOf(task);
    for (const line of text.finished(task, outcome, itemsOf(task))) on.say(line);
    items.delete(task.id);
    if (outcome.status === 'failed' && !outcome.ignored && !outcome.rescued) on.failed = true;
  }

  const handlers: { [T in PlayEvent['type']]: (event: Extract<PlayEvent, { type: T }>) => void } = {
    play_started: (event) => {
      closeUnits();
      closeBranch();
      play = event.play.name;
    },
    task_started: ({ task }) => {
      doing(task);
    },
    item_done: ({ task, outcome }) => itemDone(task, outcome),
    task_done: ({ task, outcome }) => taskDone(task, outcome),
    task_retry: ({ task, left }) => doing(task, `: ${left} ${left === 1 ? 'retry' : 'retries'} left`),
    progress: ({ task, message }) => doing(task, `: ${message}`),
    warning: ({ message }) => print(paint('magenta', `! ${message}`)),
    note: ({ message }) => print(paint('magenta', `! ${message}`)),
    units_started: ({ units: all }) => {
      closeBranch();
      const branches = openBranches(
        all.map(({ title }) => title),
        printed,
        { out, paint },
      );
      for (const [index, { id, waitsFor }] of all.entries()) {
        const own = branches[index]!;
        units.set(id, own);
        if (waitsFor.length > 0) own.show(paint('dim', `${own.title} waits for ${waitsFor.join(', ')}`));
      }
    },
    unit_started: ({ unit }) => units.get(unit)?.begin(),
    unit_done: ({ unit }) => {
      void units.get(unit)?.close();
      ended.add(unit);
    },
    units_done: () => {
      for (const [id, own] of units) if (!ended.has(id)) own.skip(`${own.title} was not run`);
      ended.clear();
      closeUnits();
    },
    ended: ({ recap }) => {
      closeUnits();
      closeBranch();
      const plan = planLines(recap, paint);
      if (plan.length > 0) print(`\n${plan.join('\n')}`);
      const counted = [countsLine(recap, paint), ...notRunLines(recap), ...statsLines(recap)];
      const graph = graphLines(recap).map((line) => paint('dim', line));
      print(`\n${[...counted, paint('dim', costLine(recap)), ...graph, ...leftLines(recap)].join('\n')}`);
    },
  };
  async function settle() {
    closeUnits();
    closeBranch();
    await printed;
  }
  return {
    needsItems: verbosity > 0,
    report: (event) => (handlers[event.type] as (event: PlayEvent) => void)(event),
    suspend: settle,
    end: settle,
  };
}

import type { PlayEvent, TaskInfo, TaskOutcome } from '../engine/events.ts';
import { type Branch, openBranch } from './live_branch.ts';
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
  let items: Items = { done: 0, failed: 0, said: [] };

  function branchOf(task: TaskInfo): Branch {
    const title = task.role ?? play;
    if (branch?.title === title && branch.lines < longest) return branch;
    closeBranch();
    branch = openBranch(title, printed, out);
    return branch;
  }
  function closeBranch() {
    if (branch) printed = branch.close();
    branch = undefined;
  }
  function print(line: string) {
    if (branch) branch.say(line);
    else printed = printed.then(() => void out.write(`${line}\n`));
  }
  const doing = (task: TaskInfo, what = '') => branchOf(task).show(`${task.role ?? play} › ${task.name}${what}`);

  function itemDone(task: TaskInfo, outcome: TaskOutcome) {
    items.done++;
    if (outcome.status === 'failed') items.failed++;
    if (items.said.length < fold) items.said.push(...text.item(task, outcome));
    doing(task, ` › ${itemText(outcome.item)}`);
  }
  function taskDone(task: TaskInfo, outcome: TaskOutcome) {
    const on = branchOf(task);
    for (const line of text.finished(task, outcome, items)) on.say(line);
    if (outcome.status === 'failed' && !outcome.ignored && !outcome.rescued) on.failed = true;
  }

  const handlers: { [T in PlayEvent['type']]: (event: Extract<PlayEvent, { type: T }>) => void } = {
    play_started: (event) => {
      closeBranch();
      play = event.play.name;
    },
    task_started: ({ task }) => {
      items = { done: 0, failed: 0, said: [] };
      doing(task);
    },
    item_done: ({ task, outcome }) => itemDone(task, outcome),
    task_done: ({ task, outcome }) => taskDone(task, outcome),
    task_retry: ({ task, left }) => doing(task, `: ${left} ${left === 1 ? 'retry' : 'retries'} left`),
    progress: ({ task, message }) => doing(task, `: ${message}`),
    warning: ({ message }) => print(paint('magenta', `! ${message}`)),
    note: ({ message }) => print(paint('magenta', `! ${message}`)),
    units_started: () => {},
    unit_started: () => {},
    unit_done: () => {},
    units_done: () => {},
    ended: ({ recap }) => {
      closeBranch();
      const plan = planLines(recap, paint);
      if (plan.length > 0) print(`\n${plan.join('\n')}`);
      const counted = [countsLine(recap, paint), ...notRunLines(recap), ...statsLines(recap)];
      print(`\n${[...counted, paint('dim', costLine(recap)), ...leftLines(recap)].join('\n')}`);
    },
  };
  async function settle() {
    closeBranch();
    await printed;
  }
  return {
    report: (event) => (handlers[event.type] as (event: PlayEvent) => void)(event),
    suspend: settle,
    end: settle,
  };
}

import type { TaskInfo, TaskOutcome, TaskStatus } from '../engine/events.ts';
import { diffLines } from './diff.ts';
import { type Paint, statusStyle } from './paint.ts';
import { duration, failure, itemText, pretty, saying, whereAndHow } from './result_text.ts';

const symbols: Readonly<Record<TaskStatus, string>> = {
  ok: '✔',
  changed: '●',
  skipped: '○',
  failed: '✖',
  unreachable: '✖',
  read: '◌',
};

/** What the items of a loop have come to so far. */
export interface Items {
  done: number;
  failed: number;
  /** What they said; the first few, as a loop may be long. */
  readonly said: string[];
}

/** Lines of a loop that are shown; the rest is counted. */
export const fold = 12;

export interface TreeText {
  /** The lines of a task that has ended. */
  finished(task: TaskInfo, outcome: TaskOutcome, items: Items): string[];
  /** What a task or an item has to say beside its status. */
  said(task: TaskInfo, outcome: TaskOutcome): string[];
  /** What is shown of an item of a loop. */
  item(task: TaskInfo, outcome: TaskOutcome): string[];
}

/** The texts of the tree. Lines below a task begin with a glyph, since listr2 strips leading spaces. */
export function treeText(paint: Paint, { verbosity, diff }: { verbosity: number; diff: boolean }): TreeText {
  const below = (line: string) => `${paint('dim', '╰')} ${line}`;
  const folded = (lines: readonly string[]) =>
    lines.length <= fold ? lines : [...lines.slice(0, fold), `… and ${lines.length - fold} more`];

  function said(task: TaskInfo, outcome: TaskOutcome): string[] {
    const says = saying(task, outcome);
    if (!says) return verbosity > 0 ? pretty(outcome.result).split('\n').map(below) : [];
    const text = typeof says['msg'] === 'string' ? says['msg'] : pretty(says);
    return text.split('\n').map((line) => below(paint('bold', line)));
  }

  function item(task: TaskInfo, outcome: TaskOutcome): string[] {
    const differs = diff ? diffLines(outcome.result, paint) : [];
    const label = differs.length > 0 ? [paint('dim', itemText(outcome.item))] : [];
    return [...said(task, outcome), ...[...label, ...differs].map(below)];
  }

  function finished(task: TaskInfo, outcome: TaskOutcome, items: Items): string[] {
    const { status, steps = [], left } = outcome;
    const reasons = status === 'failed' || status === 'unreachable' ? failure(outcome.result).split('\n') : [];
    return [
      headline(paint, task, outcome, items),
      ...(left === undefined ? [] : [below(`left: ${left}`)]),
      ...folded(steps).map(below),
      ...items.said,
      ...said(task, outcome),
      ...(diff ? diffLines(outcome.result, paint).map(below) : []),
      ...reasons.map((line) => below(paint('red', line))),
      ...whereAndHow(outcome).map(below),
    ];
  }
  return { finished, said, item };
}

function headline(
  paint: Paint,
  task: TaskInfo,
  { status, ignored, undecided, milliseconds }: TaskOutcome,
  items: Items,
) {
  const style = statusStyle[status];
  const count = items.done > 0 ? ` (${items.done} items${items.failed ? `, ${items.failed} failed` : ''})` : '';
  const notes = [
    undecided ? 'may run' : status === 'ok' ? '' : status,
    ignored ? 'ignored' : '',
    milliseconds >= 100 ? duration(milliseconds) : '',
  ];
  const note = notes.filter(Boolean).join(', ');
  const head = `${paint(style, symbols[status])} ${task.kind === 'handler' ? 'handler: ' : ''}${task.name}${count}`;
  return note ? `${head} ${paint('dim', note)}` : head;
}

import { DefaultRenderer, Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput } from 'listr2';
import type { PlayEvent, TaskInfo, TaskOutcome, TaskStatus } from '../engine/events.ts';
import { diffLines } from './diff.ts';
import { painter, statusStyle } from './paint.ts';
import { costLine, countsLine } from './recap.ts';
import type { Output, Report, ReportOptions } from './report.ts';
import { duration, failure, itemText, pretty, saying } from './result_text.ts';

const symbols: Readonly<Record<TaskStatus, string>> = {
  ok: '✔',
  changed: '●',
  skipped: '○',
  failed: '✖',
  unreachable: '✖',
  read: '◌',
};
/** Lines that a branch keeps alive; what is older is printed for good, so that a long run does not redraw it all. */
const longest = 60;

interface Branch {
  readonly title: string;
  lines: number;
  failed: boolean;
  say(line: string): void;
  show(title: string): void;
  /** Prints the branch for good. */
  close(): Promise<void>;
}

/** A live tree on a terminal: a branch for each role, its finished tasks below, what runs and what it waits for beside its name. */
export function createTree({ out, color, verbosity, diff }: ReportOptions): Report {
  const paint = painter(color);
  let branch: Branch | undefined;
  let closing: Promise<void> = Promise.resolve();
  let play = '';
  let items = { done: 0, failed: 0 };

  function branchOf(task: TaskInfo): Branch {
    const title = task.role ?? play;
    if (branch?.title === title && branch.lines < longest) return branch;
    closeBranch();
    const after = closing;
    branch = openBranch(title, after, out);
    return branch;
  }

  function closeBranch() {
    if (branch) closing = branch.close();
    branch = undefined;
  }

  function finished(task: TaskInfo, outcome: TaskOutcome): string[] {
    const { status, milliseconds, steps = [], ignored, undecided, result } = outcome;
    const style = statusStyle[status];
    const count =
      Array.isArray(result['results']) && items.done > 0
        ? ` (${items.done} items${items.failed ? `, ${items.failed} failed` : ''})`
        : '';
    const notes = [
      undecided ? 'may run' : status === 'ok' ? '' : status,
      ignored ? 'ignored' : '',
      milliseconds >= 100 ? duration(milliseconds) : '',
    ];
    const head = `${paint(style, symbols[status])} ${task.kind === 'handler' ? 'handler: ' : ''}${task.name}${count}`;
    const note = notes.filter(Boolean).join(', ');
    return [
      note ? `${head} ${paint('dim', note)}` : head,
      ...steps.map((step) => `  ${paint('dim', '-')} ${step}`),
      ...said(task, outcome),
      ...(diff ? diffLines(result, paint).map((line) => `  ${line}`) : []),
      ...(status === 'failed'
        ? failure(result)
            .split('\n')
            .map((line) => `  ${paint('red', line)}`)
        : []),
    ];
  }

  function said(task: TaskInfo, outcome: TaskOutcome): string[] {
    const says = saying(task, outcome);
    if (!says)
      return verbosity > 0
        ? pretty(outcome.result)
            .split('\n')
            .map((line) => `  ${line}`)
        : [];
    const text = typeof says['msg'] === 'string' ? says['msg'] : pretty(says);
    return text.split('\n').map((line) => `  ${paint('bold', line)}`);
  }

  function report(event: PlayEvent) {
    if (event.type === 'play_started') {
      closeBranch();
      play = event.play.name;
    } else if (event.type === 'task_started') {
      items = { done: 0, failed: 0 };
      branchOf(event.task).show(`${event.task.role ?? play} › ${event.task.name}`);
    } else if (event.type === 'item_done') itemDone(event.task, event.outcome);
    else if (event.type === 'task_done') taskDone(event.task, event.outcome);
    else if (event.type === 'progress')
      branchOf(event.task).show(`${event.task.role ?? play} › ${event.task.name}: ${event.message}`);
    else if (event.type === 'task_retry')
      branchOf(event.task).show(`${event.task.role ?? play} › ${event.task.name}: ${event.left} retries left`);
    else if (event.type === 'warning') warn(event.message);
    else if (event.type === 'note') warn(event.message);
    else end(event);
  }

  function itemDone(task: TaskInfo, outcome: TaskOutcome) {
    items = { done: items.done + 1, failed: items.failed + (outcome.status === 'failed' ? 1 : 0) };
    const on = branchOf(task);
    on.show(`${task.role ?? play} › ${task.name} › ${itemText(outcome.item)}`);
    for (const step of outcome.steps ?? []) on.say(`  ${paint('dim', '-')} ${step}`);
    for (const line of said(task, outcome)) on.say(line);
  }

  function taskDone(task: TaskInfo, outcome: TaskOutcome) {
    const on = branchOf(task);
    for (const line of finished(task, outcome)) on.say(line);
    if (outcome.status === 'failed' && !outcome.ignored && !outcome.rescued) on.failed = true;
  }

  function warn(message: string) {
    const line = paint('magenta', `! ${message}`);
    if (branch) branch.say(line);
    else closing = closing.then(() => void out.write(`${line}\n`));
  }

  function end({ recap }: Extract<PlayEvent, { type: 'ended' }>) {
    closeBranch();
    closing = closing.then(() => void out.write(`\n${countsLine(recap, paint)}\n${paint('dim', costLine(recap))}\n`));
  }

  return {
    report,
    end: async () => {
      closeBranch();
      await closing;
    },
  };
}

/** The live renderer wherever we ask for it: whether there is a terminal has been decided before. */
class LiveRenderer extends DefaultRenderer {
  static override nonTTY = true;
}
type Wrapper = ListrTaskWrapper<unknown, typeof LiveRenderer, typeof LiveRenderer>;

/** A listr2 list of one task that lives until `close`; shown once what came before it is printed. */
function openBranch(title: string, after: Promise<void>, out: Output): Branch {
  const began = Date.now();
  let wrapper: Wrapper | undefined;
  let current = title;
  const waiting: string[] = [];
  const { promise: over, resolve: release } = withResolvers();

  const branch: Branch = {
    title,
    lines: 0,
    failed: false,
    say: (line) => {
      branch.lines++;
      if (wrapper) wrapper.output = line;
      else waiting.push(line);
    },
    show: (text) => {
      current = text;
      if (wrapper) wrapper.title = text;
    },
    close: () => {
      release();
      return running;
    },
  };
  async function live(_: unknown, own: Wrapper) {
    wrapper = own;
    own.title = current;
    for (const line of waiting) own.output = line;
    await over;
    own.title = `${title} (${duration(Date.now() - began)})`;
    if (branch.failed) throw new Error(own.title);
  }
  const running = after.then(() => listOf(title, live, out).run()).then(() => {});
  return branch;
}

function listOf(title: string, task: (context: unknown, own: Wrapper) => Promise<void>, out: Output) {
  const stream = out as NodeJS.WriteStream;
  const options = { outputBar: Number.POSITIVE_INFINITY, persistentOutput: true };
  return new Listr<unknown, typeof LiveRenderer, typeof LiveRenderer>([{ title, task, rendererOptions: options }], {
    renderer: LiveRenderer,
    registerSignalListeners: false,
    exitOnError: false,
    rendererOptions: {
      collapseErrors: false,
      showErrorMessage: false,
      icon: { OUTPUT: ' ' },
      logger: new ListrLogger({ useIcons: true, processOutput: new ProcessOutput(stream, stream) }),
    },
  });
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

import type { LiveTask } from './live_list.ts';
import type { Paint } from './paint.ts';
import type { Output } from './report.ts';
import { duration } from './result_text.ts';

/** A branch of the tree on the terminal: a title with a spinner, and lines below. */
export interface Branch {
  readonly title: string;
  /** Lines said so far. */
  lines: number;
  failed: boolean;
  /** Its time begins now, and not when it was opened. */
  begin(): void;
  /** Adds a line that stays. */
  say(line: string): void;
  /** Puts another text beside the spinner. */
  show(title: string): void;
  /** Closes it as something that was passed over, under this title. */
  skip(title: string): void;
  /** Prints the branch for good. */
  close(): Promise<void>;
}

/** Where branches are shown. */
export interface Terminal {
  readonly out: Output;
  readonly paint: Paint;
}

/** What has ended before anyone could have looked at it is only printed, which takes a hundredth of the time. */
const patience = 80;
/** Between two drawings: nobody reads faster. */
const interval = 80;

/** Opens a branch once what comes before it is printed. */
export const openBranch = (title: string, after: Promise<void>, terminal: Terminal): Branch =>
  openBranches([title], after, terminal)[0]!;

/** Opens branches side by side, which are printed for good when all of them are closed. */
export function openBranches(titles: readonly string[], after: Promise<void>, terminal: Terminal): readonly Branch[] {
  const made = titles.map((title) => makeBranch(title, () => running));
  const running: Promise<void> = shown(made, after, terminal);
  return made.map(({ branch }) => branch);
}

async function shown(made: readonly Made[], after: Promise<void>, { out, paint }: Terminal): Promise<void> {
  await after;
  const ended = Promise.all(made.map(({ task }) => task.over));
  if (await isWithin(ended, patience)) out.write(made.map((each) => printed(each, paint)).join(''));
  else
    await (await import('./live_list.ts')).showLive(
      made.map(({ task }) => task),
      out,
    );
}

async function isWithin(ended: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const first = await Promise.race([ended.then(() => true), late]);
  clearTimeout(timer);
  return first;
}

/** As listr2 leaves it behind. */
function printed({ task, end }: Made, paint: Paint): string {
  const icon = { done: paint('green', '✔'), failed: paint('red', '✖'), skipped: paint('yellow', '↓') }[end()];
  const lines = task.news().flatMap((line) => line.split('\n'));
  return [`${icon} ${task.title()}`, ...lines.map((line) => `    ${line}`), ''].join('\n');
}

type End = Awaited<LiveTask['over']>;

interface Made {
  readonly branch: Branch;
  readonly task: LiveTask;
  end(): End;
}

function makeBranch(title: string, running: () => Promise<void>): Made {
  let began = Date.now();
  let current = title;
  let waiting: string[] = [];
  let how: End | undefined;
  const { promise: over, resolve: release } = withResolvers<End>();
  const drawing = createDrawing();
  const finish = (end: End) => {
    how = end;
    drawing.stop();
    release(end);
  };
  const branch: Branch = {
    title,
    lines: 0,
    failed: false,
    begin: () => {
      began = Date.now();
      branch.show(title);
    },
    say: (line) => {
      branch.lines++;
      waiting.push(line);
      drawing.soon();
    },
    show: (text) => {
      current = text;
      drawing.soon();
    },
    skip: (text) => {
      current = text;
      finish('skipped');
    },
    close: () => {
      if (how) return running();
      current = `${title} (${duration(Date.now() - began)})`;
      finish(branch.failed ? 'failed' : 'done');
      return running();
    },
  };
  const news = () => {
    const lines = waiting;
    waiting = [];
    return lines;
  };
  const task = { title: () => current, news, opened: drawing.begin, over };
  return { branch, task, end: () => how ?? 'done' };
}

/** Draws now and then while there is something new. */
function createDrawing() {
  let draw: (() => void) | undefined;
  let due: NodeJS.Timeout | undefined;
  const now = () => {
    due = undefined;
    draw?.();
  };
  return {
    begin(own: () => void) {
      draw = own;
    },
    soon() {
      if (draw) due ??= setTimeout(now, interval);
    },
    stop() {
      clearTimeout(due);
      draw = undefined;
    },
  };
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

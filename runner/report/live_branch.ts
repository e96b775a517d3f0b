import { DefaultRenderer, Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput } from 'listr2';
import type { Output } from './report.ts';
import { duration } from './result_text.ts';

/** A branch of the tree on the terminal: a title with a spinner, and lines below. The only use of listr2. */
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

/** The live renderer wherever we ask for it: whether there is a terminal has been decided before. */
class LiveRenderer extends DefaultRenderer {
  static override nonTTY = true;
}
type Wrapper = ListrTaskWrapper<unknown, typeof LiveRenderer, typeof LiveRenderer>;

/** Opens a branch once what comes before it is printed: a listr2 list of one task that lives until `close`. */
export const openBranch = (title: string, after: Promise<void>, out: Output): Branch =>
  openBranches([title], after, out)[0]!;

/** Opens branches side by side, as one listr2 list, which is printed for good when all of them are closed. */
export function openBranches(titles: readonly string[], after: Promise<void>, out: Output): readonly Branch[] {
  const made = titles.map((title) => makeBranch(title, () => running));
  const running: Promise<void> = after
    .then(() =>
      listOf(
        made.map(({ branch, live }) => ({ title: branch.title, task: live })),
        out,
      ).run(),
    )
    .then(() => {});
  return made.map(({ branch }) => branch);
}

type Live = (context: unknown, own: Wrapper) => Promise<void>;

function makeBranch(title: string, running: () => Promise<void>): { readonly branch: Branch; readonly live: Live } {
  let began = Date.now();
  let wrapper: Wrapper | undefined;
  let current = title;
  let isSkipped = false;
  const waiting: string[] = [];
  const { promise: over, resolve: release } = withResolvers();
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
      if (wrapper) wrapper.output = line;
      else waiting.push(line);
    },
    show: (text) => {
      current = text;
      if (wrapper) wrapper.title = text;
    },
    skip: (text) => {
      isSkipped = true;
      branch.show(text);
      release();
    },
    close: () => {
      release();
      return running();
    },
  };
  async function live(_: unknown, own: Wrapper) {
    wrapper = own;
    own.title = current;
    for (const line of waiting) own.output = line;
    await over;
    if (isSkipped) return own.skip(current);
    own.title = `${title} (${duration(Date.now() - began)})`;
    if (branch.failed) throw new Error(own.title);
  }
  return { branch, live };
}

function listOf(tasks: readonly { readonly title: string; readonly task: Live }[], out: Output) {
  const stream = out as NodeJS.WriteStream;
  const options = { outputBar: Number.POSITIVE_INFINITY, persistentOutput: true };
  const all = tasks.map((each) => ({ ...each, rendererOptions: options }));
  return new Listr<unknown, typeof LiveRenderer, typeof LiveRenderer>(all, {
    concurrent: true,
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

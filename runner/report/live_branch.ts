import { DefaultRenderer, Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput } from 'listr2';
import type { Output } from './report.ts';
import { duration } from './result_text.ts';

/** A branch of the tree on the terminal: a title with a spinner, and lines below. The only use of listr2. */
export interface Branch {
  readonly title: string;
  /** Lines said so far. */
  lines: number;
  failed: boolean;
  /** Adds a line that stays. */
  say(line: string): void;
  /** Puts another text beside the spinner. */
  show(title: string): void;
  /** Prints the branch for good. */
  close(): Promise<void>;
}

/** The live renderer wherever we ask for it: whether there is a terminal has been decided before. */
class LiveRenderer extends DefaultRenderer {
  static override nonTTY = true;
}
type Wrapper = ListrTaskWrapper<unknown, typeof LiveRenderer, typeof LiveRenderer>;

/** Opens a branch once what comes before it is printed: a listr2 list of one task that lives until `close`. */
export function openBranch(title: string, after: Promise<void>, out: Output): Branch {
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

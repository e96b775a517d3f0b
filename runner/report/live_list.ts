import { DefaultRenderer, Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput } from 'listr2';
import type { Output } from './report.ts';

/** What is shown of a branch while it is open. The only use of listr2. */
export interface LiveTask {
  /** Beside the spinner, or beside how it ended. */
  title(): string;
  /** Lines that have come since this was asked last. */
  news(): readonly string[];
  /** Told what shows it, and what to call when there is something new to show. */
  opened(refresh: () => void): void;
  /** Resolves when it has ended, with how. */
  readonly over: Promise<'done' | 'failed' | 'skipped'>;
}

/** The live renderer wherever we ask for it: whether there is a terminal has been decided before. */
class LiveRenderer extends DefaultRenderer {
  static override nonTTY = true;
}
type Wrapper = ListrTaskWrapper<unknown, typeof LiveRenderer, typeof LiveRenderer>;

/** Shows branches side by side until all of them have ended, and prints them for good. */
export async function showLive(tasks: readonly LiveTask[], out: Output): Promise<void> {
  const stream = out as NodeJS.WriteStream;
  const options = { outputBar: Number.POSITIVE_INFINITY, persistentOutput: true };
  const all = tasks.map((each) => ({
    title: each.title(),
    task: (_: unknown, own: Wrapper) => live(each, own),
    rendererOptions: options,
  }));
  await new Listr<unknown, typeof LiveRenderer, typeof LiveRenderer>(all, {
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
  }).run();
}

async function live(task: LiveTask, own: Wrapper): Promise<void> {
  // Each of the two is drawn at once, with all that is there.
  const refresh = () => {
    const lines = task.news();
    if (lines.length > 0) own.output = lines.join('\n');
    if (own.title !== task.title()) own.title = task.title();
  };
  task.opened(refresh);
  refresh();
  const end = await task.over;
  refresh();
  if (end === 'skipped') own.skip(task.title());
  if (end === 'failed') throw new Error(task.title());
}

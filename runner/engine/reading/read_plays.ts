import type { Answers } from '../answers.ts';
import type { PlayEvent } from '../events.ts';
import { createRun, type Run } from '../run.ts';
import type { PlaysEnd } from '../run_plays.ts';
import { isPartial, tagSelection } from '../tags.ts';
import { mistakenIn } from './former.ts';
import type { Reading } from './reading.ts';
import { thatMatter } from './unread.ts';

/** Who goes through plays, and what is answered to their questions. */
export interface Reader {
  readonly runPlays: (run: Run) => Promise<PlaysEnd>;
  readonly answers: Answers;
}

/** What was read, and how that ended. */
export interface Read {
  readonly reading: Reading;
  readonly end: PlaysEnd;
}

/**
 * Goes through the plays and reads what they describe. What seemed to be the former state of one thing may turn out to be
 * another one's, perhaps that of a task which tags leave out: then all is read once more, knowing that.
 */
export async function readPlays(run: Run, reader: Reader): Promise<Read> {
  const claimed = new Set<string>();
  for (;;) {
    const read = await readOnce(run, reader, claimed);
    if (read.reading.former.size === 0 || !isComplete(run, read)) return read;
    const whole = leavesOut(run) ? await readPlays(wholeOf(run), reader) : read;
    if (!isComplete(run, whole)) return whole;
    const mistaken = mistakenIn(read.reading, whole.reading);
    if (mistaken.length === 0) return read;
    for (const id of mistaken) claimed.add(id);
  }
}

const isComplete = ({ options }: Run, { reading, end }: Read): boolean =>
  !end.error && !options.signal.aborted && reading.failed.length === 0;

const leavesOut = ({ options }: Run): boolean =>
  isPartial(options.selection) || options.startAtTask !== undefined || options.step !== undefined;

/** The same run, silent, and without what leaves tasks out. */
export const wholeOf = ({ options }: Run): Run =>
  createRun({ ...options, selection: tagSelection(), startAtTask: undefined, step: undefined, reporter: () => {} });

/** Of what is said on the way only warnings are passed on. */
async function readOnce(run: Run, { runPlays, answers }: Reader, claimed: ReadonlySet<string>): Promise<Read> {
  const reading: Reading = {
    claimed,
    former: new Set(),
    described: [],
    graphs: [],
    open: new Set(),
    failed: [],
  };
  const report = (event: PlayEvent) => {
    if (event.type === 'warning') run.report(event);
    else if (event.type === 'item_done') nameItem(reading, event);
  };
  const { jobs, notRun, warned } = run;
  const quiet: Run = { ...createRun({ ...run.options, prompt: answers() }), reading, report, jobs, notRun, warned };
  const end = await runPlays(quiet);
  return { reading: { ...reading, failed: await thatMatter(reading.failed) }, end };
}

/** Items are named as their task shows them, when they are done. */
function nameItem({ described }: Reading, { task, outcome }: Extract<PlayEvent, { type: 'item_done' }>): void {
  for (const each of described.toReversed()) {
    if (each.call.running.info.id !== task.id || 'item' in each) return;
    each.item = outcome.item;
  }
}

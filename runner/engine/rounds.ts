import type { Result } from '../modules/module.ts';
import { plain, Unknown, unknown } from '../template/values.ts';
import type { Running } from './conclude.ts';
import type { Loop } from './loop.ts';
import { type Done, shown } from './results.ts';

/** What the items of a loop come to. They are added in their order. */
export interface Rounds {
  add(round: Done): void;
  /** One result of all of them. */
  together(milliseconds: number): Done;
}

/** Who will ask for the items' results once each has been told. What nobody asks for goes with its item. */
export interface Wanted {
  /** A variable will hold them. */
  readonly results: boolean;
  /** A report shows them again with the task. */
  readonly shown: boolean;
}

/** `register` holds the items; a `rescue` may ask for them, and what is shown only later may be asked for anything. */
export function wantedOf({ task, frame }: Running): Wanted {
  const { options, reading } = frame.play.run;
  const shows = options.itemResults !== false || reading !== undefined;
  return { results: task.register !== undefined || frame.rescuable || shows, shown: shows };
}

/** Sums up a loop of at least one item as it runs. */
export function createRounds({ undecided }: Loop, wanted: Wanted): Rounds {
  const rounds: Done[] = [];
  const results: unknown[] = [];
  const notify = new Set<string>();
  const steps: string[] = [];
  const any = { changed: false, vague: false, failed: false, run: false, hidden: false, steps: false, mayFail: false };
  let isOpen = undecided;
  let error: Done['error'];

  function add(round: Done): void {
    const { result } = round;
    any.changed ||= result['changed'] === true;
    any.vague ||= result['changed'] instanceof Unknown;
    any.failed ||= result['failed'] === true;
    any.run ||= result['skipped'] !== true;
    any.hidden ||= round.hidden;
    any.mayFail ||= round.mayFail === true;
    isOpen ||= round.undecided === true;
    error ??= round.error;
    for (const name of round.notify ?? []) notify.add(name);
    any.steps ||= round.steps !== undefined;
    for (const step of round.steps ?? []) steps.push(step);
    if (wanted.results) results.push(round.kept ?? result);
    if (wanted.shown) rounds.push(round);
  }

  function marks(): Result {
    return {
      changed: any.vague ? unknown : any.changed,
      ...(any.failed ? { failed: true } : {}),
      skipped: !any.run,
      msg: any.failed ? 'One or more items failed' : any.run ? 'All items completed' : 'All items skipped',
    };
  }

  return {
    add,
    together: (milliseconds) => ({
      result: { ...(wanted.results && { results }), ...marks() },
      shown: () => ({ ...(wanted.shown && { results: rounds.map(shownRound) }), ...marks() }),
      looped: true,
      // Nobody knows yet for how many items it will run.
      ...(undecided ? { kept: { ...marks(), results: unknown, changed: unknown } } : {}),
      hidden: any.hidden,
      notify: [...notify],
      ...(any.steps ? { steps } : {}),
      ...(isOpen ? { undecided: true } : {}),
      ...(any.mayFail ? { mayFail: true } : {}),
      ...(error ? { error } : {}),
      milliseconds,
    }),
  };
}

function shownRound(round: Done): Result {
  return round.label === undefined ? shown(round) : { ...shown(round), _ansible_item_label: plain(round.label) };
}

import type { Run } from '../run.ts';
import type { PlaysEnd } from '../run_plays.ts';
import type { Answers } from './answers.ts';
import type { Peer } from './peer.ts';
import { readThings } from './read_things.ts';

/** How a run replaces what AWS cannot change in place. */
export interface Replacing {
  /** `--allow-replace`; without it only `--check` says what it would do. */
  readonly allowed: boolean;
  /** Under `--check`: ids of what would have gone by now for something that is replaced. */
  readonly gone: Set<string>;
  /** Ids of what tasks of this run have dealt with. */
  readonly settled: Set<string>;
  /** Everything that the playbook describes and that is there, in its order. Only reads. */
  peers(): Promise<readonly Peer[]>;
}

/** For a run of plays. */
export function createReplacing(run: Run, runPlays: (run: Run) => Promise<PlaysEnd>, answers: Answers): Replacing {
  return {
    allowed: run.options.allowReplace ?? false,
    gone: new Set(),
    settled: new Set(),
    peers: () => readThings(run, runPlays, answers),
  };
}

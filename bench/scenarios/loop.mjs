import { join } from 'node:path';
import { loop } from '../big_playbooks.mjs';
import { samePlaybook } from './peers.mjs';
import { loopOfPairs } from './written.mjs';

const rounds = { usual: 1, quick: 1 };

export const plainLoop = samePlaybook({
  name: 'loop',
  title: 'a loop of 10,000: debug of a number',
  what: 'loop of 10,000 numbers',
  rounds,
  each: 5,
  write: (folder) => loop(join(folder, 'loop'), 10_000).file,
});

export const loopOverPairs = samePlaybook({
  name: 'pairs',
  title: 'a loop of 10,000: debug of both values of a pair, with a label, a condition and register',
  what: 'loop of 10,000 pairs',
  rounds,
  each: 5,
  write: (folder) => loopOfPairs(join(folder, 'pairs'), 100),
});

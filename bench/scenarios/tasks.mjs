import { join } from 'node:path';
import { samePlaybook } from './peers.mjs';
import { factsAndMessages } from './written.mjs';

export const tasks = samePlaybook({
  name: 'tasks',
  title: '1,000 tasks: set_fact and debug in turn',
  what: '1,000 tasks',
  rounds: { usual: 2, quick: 1 },
  write: (folder) => factsAndMessages(join(folder, 'tasks'), 1_000),
});

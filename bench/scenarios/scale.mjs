// What one task more costs: the difference between 5,000 and 10,000 of them.
import { join } from 'node:path';
import { tasks } from '../big_playbooks.mjs';
import { inTurn } from '../in_turn.mjs';
import { bareEnvironment } from '../programs.mjs';

export const sizes = [5_000, 10_000];
export const sizeName = (count) => `${count.toLocaleString('en')} tasks`;
export const loadName = (count) => `${sizeName(count)}, --syntax-check`;

export const scale = {
  name: 'scale',
  title: 'Play with 5,000 and 10,000 debug tasks: run, and --syntax-check, which is loading and checking alone',
  rounds: { usual: 5, quick: 2 },
  async run({ play, rounds, measured, folder, onSample }) {
    const env = bareEnvironment();
    const files = sizes.map((count) => [count, tasks(join(folder, `scale-${count}`), count).file]);
    const run = async () => {
      const samples = {};
      for (const [count, file] of files) {
        samples[sizeName(count)] = await measured([...play, file], { env });
        samples[loadName(count)] = await measured([...play, file, '--syntax-check'], { env });
      }
      return samples;
    };
    return inTurn(rounds, [{ name: 'Play', run }], onSample);
  },
};

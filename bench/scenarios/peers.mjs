// Scenarios in which Play and Ansible run the same playbook, and nothing else is there.
import { dirname } from 'node:path';
import { inTurn } from '../in_turn.mjs';
import { bareEnvironment } from '../programs.mjs';

/** A scenario of one playbook file that `write(folder)` makes; `each` says how often Play runs to one run of Ansible. */
export const samePlaybook = ({ name, title, what, rounds, write, words = [], each = 3 }) => ({
  name,
  title,
  rounds,
  async run({ play, ansible, rounds, measured, folder, onSample }) {
    const file = write(folder);
    const sides = sidesOf({ play, ansible, measured }, what, [file, ...words], each);
    const samples = await inTurn(rounds, sides, onSample);
    const said = [...samples.values()].flat().map((sample) => lastMessage(sample[what].output));
    if (new Set(said).size > 1) throw new Error(`not all runs came to the same: ${said.join(' | ')}`);
    return samples;
  },
});

const lastMessage = (output) => output.match(/"msg": .*/g)?.at(-1);

/** Both sides with the same words; results are named `what`. */
export function sidesOf({ play, ansible, measured }, what, words, each) {
  const env = bareEnvironment();
  const cwd = dirname(words[0]);
  const side = (name, command, each) => ({
    name,
    each,
    run: async () => ({ [what]: await measured([...command, ...words], { env, cwd }) }),
  });
  return [side('Play', play, each), ...(ansible.command ? [side('Ansible', ansible.command, 1)] : [])];
}

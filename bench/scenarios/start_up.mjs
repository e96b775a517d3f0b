// What costs the start alone: the version, a list of tasks, a check of the syntax.
import { join } from 'node:path';
import { inTurn } from '../in_turn.mjs';
import { bareEnvironment, project } from '../programs.mjs';

export const startUp = {
  name: 'start',
  title:
    'start-up: --version beside node -e 0; --list-tasks and --syntax-check of the same file (bench/ansible/playbook.yml)',
  rounds: { usual: 7, quick: 3 },
  async run({ play, ansible, rounds, measured, onSample }) {
    const env = bareEnvironment();
    const cwd = join(project, 'bench/ansible');
    const once = (...line) => measured(line.flat(), { env, cwd });
    const both = async (command) => ({
      '--version': await once(command, '--version'),
      '--list-tasks': await once(command, 'playbook.yml', '--list-tasks'),
      '--syntax-check': await once(command, 'playbook.yml', '--syntax-check'),
    });
    const sides = [
      { name: 'Play', each: 3, run: () => both(play) },
      { name: 'node -e 0', each: 3, run: async () => ({ '--version': await once(process.execPath, '-e', '0') }) },
    ];
    if (ansible.command) sides.push({ name: 'Ansible', run: () => both(ansible.command) });
    return inTurn(rounds, sides, onSample);
  },
};

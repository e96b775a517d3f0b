// The shipped deployment against moto, by Play, by Ansible with the same roles, and by the floor.
import { join } from 'node:path';
import { inTurn } from '../in_turn.mjs';
import { bareEnvironment, project } from '../programs.mjs';

const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/engagetech@sha256:${'a'.repeat(64)}`;

/** Building and pushing take minutes and are Docker's work: each side is told of an image that exists. */
const given = ['-e', `image=${image}`];

export const deployment = {
  name: 'deployment',
  title:
    'the shipped deployment against moto; all sides are told of an image that exists, and wait for no tasks (moto starts none)',
  needsMoto: true,
  rounds: { usual: 3, quick: 1 },
  async run({ play, ansible, moto, floor, rounds, measured, note, onSample }) {
    const env = { ...bareEnvironment(), ...moto.environment };
    const once = (command, options) => moto.counted(() => measured(command, { env, ...options }));
    const script = (name, ...words) => once([process.execPath, floor(name), ...words]);
    const sides = [
      {
        name: 'Play',
        each: 3,
        run: () => throughPlay((...words) => once([...play, ...words], { cwd: project }), moto),
      },
      { name: 'floor', each: 3, run: () => throughFloor(script, moto) },
    ];
    if (ansible.command && !ansible.missingForAws) {
      const cwd = join(project, 'bench/ansible');
      const playbook = [...ansible.command, 'playbook.yml', ...given];
      // Its check fails where a module has none; how long it took until then is what is told.
      const run = (...words) => once([...playbook, ...words], { cwd, codes: words.length > 0 ? [0, 2] : [0] });
      sides.splice(1, 0, { name: 'Ansible', run: () => throughAnsible(run, moto) });
    }
    const samples = await inTurn(rounds, sides, onSample);
    for (const [what, { code, output }] of Object.entries(samples.get('Ansible')?.[0] ?? {}))
      if (code !== 0) note(`Ansible's ${what}, ends at "${lastTask(output)}" with an error (exit code ${code})`);
    return samples;
  },
};

/** A part of a run is a figure only as far as it goes. */
const lastTask = (output) => output.match(/(?<=^TASK \[).*(?=\])/gm)?.at(-1);

async function throughPlay(play, moto) {
  const words = ['playbook.yml', '-e', 'service_wait=false', ...given];
  await moto.reset();
  const empty = await play(...words, '--check');
  const first = expectRecap(await play(...words), /changed=15 .*failed=0/);
  const second = expectRecap(await play(...words), /changed=0 .*failed=0/);
  const converged = expectRecap(await play(...words, '--check'), /changed=0 .*failed=0/);
  return { 'first run': first, 'second run': second, 'check, converged': converged, 'check, empty': empty };
}

async function throughAnsible(ansible, moto) {
  await moto.reset();
  const empty = await ansible('--check');
  const first = expectRecap(await ansible(), /changed=15 .*failed=0/);
  // The service says "changed" in every run.
  const second = expectRecap(await ansible(), /changed=[01] .*failed=0/);
  const converged = await ansible('--check');
  return { 'first run': first, 'second run': second, 'check, converged': converged, 'check, empty': empty };
}

async function throughFloor(floor, moto) {
  await moto.reset();
  const first = await floor('first', image);
  const second = await floor('second');
  return { 'first run': first, 'second run': second, 'check, converged': second };
}

function expectRecap(sample, pattern) {
  if (!pattern.test(sample.output))
    throw new Error(`the recap does not say ${pattern}:\n${sample.output.slice(-4000)}`);
  return sample;
}

// npm run bench [-- --help]
//
// Measures Play beside ansible-playbook, beside a bare script and beside itself, in one session and in turn, and says which of the
// targets are met.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPlay, buildScripts } from './builds.mjs';
import { busy, load, machine } from './machine.mjs';
import { countsUsage, measure } from './measure.mjs';
import { startMoto } from './moto.mjs';
import { findAnsible, playCommand, project } from './programs.mjs';
import { reportText, writeReport } from './report.mjs';
import { scenarios } from './scenarios/index.mjs';
import { duration } from './statistics.mjs';
import { rowsOf } from './summarise.mjs';
import { targetsOf } from './targets.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
    build: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const help = `npm run bench [-- OPTIONS]

  --only A,B      of the scenarios only these: ${scenarios.map(({ name }) => name).join(', ')}
  --rounds N      rounds of each (a round: Ansible once, what is quick more often); otherwise as many as take about eight minutes
  --quick         one round or two of each
  --without SIDE  without ansible, or without moto
  --build FOLDER  a build of Play that exists (node scripts/build.mjs FOLDER) instead of a new one in dist
  --json FILE     where the figures go, and a picture of the same name beside it; a whole run writes bench/results.json and .svg

Play and the floor alone, in a minute:  npm run bench -- --only deployment --without ansible
`;

if (values.help) {
  process.stdout.write(help);
  process.exit();
}

const chosen = chooseScenarios();
const without = values.without.split(',').filter(Boolean);
const whole = !values.only && !values.quick && without.length === 0 && !values.rounds;
const out = values.json ?? (whole ? join(project, 'bench/results.json') : undefined);
const folder = mkdtempSync(join(tmpdir(), 'play-bench-'));
const notes = [];
const note = (text) => {
  notes.push(text);
  console.log(`! ${text}`);
};
const skipped = (what, why) => note(`SKIPPED: ${what}: ${why}`);

let moto;
const cleanUp = () => {
  moto?.stop?.();
  rmSync(folder, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    cleanUp();
    process.exit(130);
  });
try {
  const report = await benchmark();
  console.log(reportText(report));
  if (out) console.log(`\nwrote ${out} and ${writeReport(report, resolve(out))}`);
  else console.log('\nnot the whole bench: bench/results.json stays as it is (--json FILE writes these figures)');
} finally {
  cleanUp();
}

function chooseScenarios() {
  const wanted = values.only?.split(',') ?? scenarios.map(({ name }) => name);
  const unknown = wanted.filter((each) => !scenarios.some(({ name }) => name === each));
  if (unknown.length === 0) return scenarios.filter(({ name }) => wanted.includes(name));
  console.error(`there is no scenario ${unknown.join(', ')}\n\n${help}`);
  process.exit(2);
}

async function benchmark() {
  const began = new Date();
  const before = load();
  const build = buildPlay(values.build);
  const bench = {
    play: playCommand(build),
    ansible: without.includes('ansible') ? { missing: 'as asked' } : findAnsible(),
    floor: await buildScripts('floor', ['first', 'second']),
    simulation: (await buildScripts('simulated', ['deploy']))('deploy'),
    folder,
    measured: (line, options) => measure(line, { folder, ...options }),
    note,
  };
  const { ansible } = bench;
  if (ansible.missing) skipped('Ansible', ansible.missing);
  else if (ansible.missingForAws) skipped('Ansible on the deployment', ansible.missingForAws);
  if (!countsUsage) skipped('CPU and memory', '/usr/bin/time is not there (Debian: apt-get install time)');
  if (before > busy) note(`the machine is busy (load ${before.toFixed(2)} a processor): wall times say little`);
  if (chosen.some(({ needsMoto }) => needsMoto))
    moto = without.includes('moto') ? { missing: 'as asked' } : await startMoto(folder);
  const rows = [];
  for (const scenario of chosen) rows.push(...(await through(scenario, bench)));
  return {
    date: began.toISOString().slice(0, 10),
    machine: { ...machine(), ansible: ansible.version, moto: moto?.version },
    load: { before, after: load() },
    notes,
    rows,
    targets: targetsOf(rows),
  };
}

async function through(scenario, bench) {
  const { name, title, rounds, needsMoto } = scenario;
  if (needsMoto && moto.missing) {
    skipped(name, moto.missing);
    return [];
  }
  console.log(`\n${name}: ${title}`);
  const samples = await scenario.run({
    ...bench,
    moto,
    rounds: values.rounds ? Number(values.rounds) : values.quick ? rounds.quick : rounds.usual,
    onSample: (side, sample) => {
      const told = Object.entries(sample).map(([what, { seconds }]) => `${what} ${duration(seconds)}`);
      console.log(`  ${side.padEnd(10)} ${told.join(', ')}`);
    },
  });
  return rowsOf(name, samples);
}

// What the bench says in the end, to a person and in files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pictureOf } from './picture.mjs';
import { loadName, sizeName } from './scenarios/scale.mjs';
import { duration } from './statistics.mjs';
import { tableOf, targetLines } from './table.mjs';
import { growth } from './targets.mjs';

/** All of a report: rows, where it was measured, what to bear in mind, and the targets. */
export function reportText({ machine, load, notes, rows, targets }) {
  const { processors, model, memory, node, ansible = 'none', moto = 'none' } = machine;
  const loads = `load a processor ${load.before.toFixed(2)} before, ${load.after.toFixed(2)} after`;
  return [
    '',
    ...tableOf(rows),
    ...oneMoreTask(rows),
    '',
    `${processors} processors (${model}, ${memory}), node ${node}, ansible-core ${ansible}, moto ${moto}`,
    loads,
    ...notes.map((each) => `! ${each}`),
    '',
    ...targetLines(targets),
  ].join('\n');
}

function oneMoreTask(rows) {
  const told = [
    ['wall', 'seconds', duration],
    ['processor', 'cpu', duration],
    ['peak memory', 'megabytes', (megabytes) => `${(megabytes * 1024).toFixed(1)} kB`],
  ].flatMap(([name, measure, show]) => {
    const [run, load] = [growth(rows, sizeName, measure), growth(rows, loadName, measure)];
    return run === undefined ? [] : [`${name} ${show(run)} (${show(load)} of it to load and check it)`];
  });
  return told.length === 0 ? [] : ['', `one task more: ${told.join(', ')}`];
}

/** The figures as JSON, and a picture of the same name beside it, whose path it gives. */
export function writeReport(report, file) {
  mkdirSync(resolve(file, '..'), { recursive: true });
  const picture = file.replace(/(\.json)?$/, '.svg');
  writeFileSync(file, `${JSON.stringify(rounded(report), null, 2)}\n`);
  writeFileSync(picture, pictureOf(report));
  return picture;
}

/** Digits beyond the hundredth of a millisecond are noise. */
function rounded(value) {
  if (typeof value === 'number') return Math.round(value * 1e5) / 1e5;
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
}

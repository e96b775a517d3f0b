import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureOf } from './picture.mjs';

const measured = (median) => ({ median, least: median, most: median, count: 3 });
const row = (scenario, what, side, median, more = {}) => ({ scenario, what, side, seconds: measured(median), ...more });
const picture = (rows, before = 0.1) =>
  pictureOf({ rows, machine: { processors: 2, node: '20.0.0' }, load: { before }, date: '2026-01-01' });

const widths = (svg) => [...svg.matchAll(/<rect class="(play|ansible)" x="\d+" y="\d+" width="([\d.]+)" height="13"/g)];

test('a bar is as long as the logarithm of its median', () => {
  const svg = picture([row('tasks', '1,000 tasks', 'Play', 0.1), row('tasks', '1,000 tasks', 'Ansible', 10)]);
  const [[, play, short], [, ansible, long]] = widths(svg);
  assert.deepEqual([play, ansible], ['play', 'ansible']);
  // From 100 ms to 10 s are two powers of ten: the one bar has no length to speak of, the other has all of it.
  assert.ok(Number(short) <= 1);
  assert.ok(Number(long) > 400);
  assert.match(svg, />Ansible 10.0 s, 100×</);
});

test('what is measured for a figure of its own has no bar', () => {
  const svg = picture([row('scale', '5,000 tasks', 'Play', 1), row('start', '--version', 'Play', 0.05)]);
  assert.equal(widths(svg).length, 1);
  assert.doesNotMatch(svg, /5,000/);
});

test('it is one well-formed picture, with its own ground, no script and nothing from elsewhere', () => {
  const svg = picture([row('tasks', 'a < b & "c"', 'Play', 1), row('simulated', 'until it serves', 'graph', 2)]);
  assert.match(svg, /a &#60; b &#38; &#34;c&#34;/);
  assert.doesNotMatch(svg, /<script|url\(|href|NaN|undefined|Infinity/);
  const opened = svg.match(/<[a-z]+/g).length;
  assert.equal(svg.match(/<\/[a-z]+>|\/>/g).length, opened);
  assert.match(svg, /prefers-color-scheme: dark/);
});

test('a single value, and values of one power of ten, have a scale, too', () => {
  for (const medians of [[1], [0.2, 0.3]]) {
    const svg = picture(medians.map((median, i) => row('tasks', `${i}`, 'Play', median)));
    assert.doesNotMatch(svg, /NaN|Infinity/);
  }
});

test('a run that was not whole says so', () => {
  const svg = picture([row('deployment', 'check, converged', 'Ansible', 12, { failed: true })]);
  assert.match(svg, /Ansible 12.0 s \(fails\)/);
});

test('it tells where it was measured, and whether something else ran there', () => {
  assert.match(picture([row('start', '--version', 'Play', 0.1)]), />2 processors, node 20.0.0, 2026-01-01</);
  assert.match(picture([row('start', '--version', 'Play', 0.1)], 3), />2 busy processors, node/);
});

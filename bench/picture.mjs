// The figures as a picture that stands by itself: no script, no font of its own, its own ground for light and for dark pages.
import { busy } from './machine.mjs';
import { duration, times } from './statistics.mjs';
import { baseOf } from './summarise.mjs';

const size = { width: 860, label: 190, bar: 13, step: 17, gap: 13, top: 74, bottom: 54 };
const plot = { left: size.label + 10, right: size.width - 170 };

const styles = `
  svg { font-family: system-ui, -apple-system, "Segoe UI", sans-serif; font-size: 12px }
  .ground { fill: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #d1d9e0 }
  .play { fill: #0969da } .ansible { fill: #cf222e } .floor { fill: #818b98 } .serial { fill: #80ccff }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #3d444d }
    .play { fill: #4493f8 } .ansible { fill: #f85149 } .floor { fill: #656c76 } .serial { fill: #1f4e96 }
  }`;

/** Colours by what a side is: Play in any order, what it is measured against, and what nothing can be below. */
const kinds = { Play: 'play', graph: 'play', linear: 'serial', Ansible: 'ansible' };

/** In this order. */
const order = ['deployment', 'simulated', 'tasks', 'loop', 'pairs', 'templating', 'start'];

/** What is left out: measured for a figure of its own, or not to its end on the other side. */
const isShown = ({ scenario, what }) => order.includes(scenario) && what !== 'check, empty';

/** An SVG of all that sides were compared on: a bar each, by the median, on a logarithmic scale. */
export function pictureOf({ rows, machine, load, date }) {
  const groups = groupsOf(rows.filter(isShown));
  const scale = scaleOf(groups.flat());
  const parts = [];
  let y = size.top;
  for (const group of groups) {
    parts.push(...label(group, y));
    for (const row of group) {
      parts.push(...bar(row, baseOf(rows, row), y, scale));
      y += size.step;
    }
    y += size.gap;
  }
  const height = y + size.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}">`,
    '<title>How long Play takes, beside ansible-playbook and beside what nothing can be below</title>',
    `<style>${styles}\n</style>`,
    `<rect class="ground" width="${size.width}" height="${height}" rx="8"/>`,
    text(24, 30, 'How long it takes', 'font-size="16" font-weight="600"'),
    text(24, 50, 'whole processes, medians; shorter is faster; the scale is logarithmic', 'class="quiet"'),
    ...grid(scale, y),
    ...parts,
    ...legend(y + 30),
    text(size.width - 24, 50, whereOf(machine, load, date), 'class="quiet" text-anchor="end" font-size="11"'),
    '</svg>\n',
  ].join('\n');
}

function groupsOf(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = `${row.scenario} ${row.what}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].sort(([a], [b]) => order.indexOf(a.scenario) - order.indexOf(b.scenario));
}

/** Beside the middle of its bars; in two lines where a word says where. */
function label(group, y) {
  const [{ scenario, what }] = group;
  const lines = scenario === 'simulated' ? ['simulated AWS,', what] : [what];
  const middle = y + (group.length * size.step) / 2 + 2;
  return lines.map((line, i) =>
    text(size.label, middle + (i - (lines.length - 1) / 2) * 15, line, 'text-anchor="end"'),
  );
}

/** Powers of ten around all that is shown. */
function scaleOf(rows) {
  const seconds = rows.map((row) => row.seconds.median);
  const from = Math.floor(Math.log10(Math.min(...seconds)));
  const to = Math.ceil(Math.log10(Math.max(...seconds)));
  const at = (value) => plot.left + ((Math.log10(value) - from) / Math.max(1, to - from)) * (plot.right - plot.left);
  return { from, to, at };
}

function bar(row, base, y, { at }) {
  const { median, least, most } = row.seconds;
  const end = Math.max(at(median), plot.left + 1);
  const kind = kinds[row.side] ?? 'floor';
  const ratio = base && base !== row && kind !== 'floor' ? `, ${times(median / base.seconds.median)}` : '';
  const told = `${row.side} ${duration(median)}${ratio}${row.failed ? ' (fails)' : ''}`;
  const title = `${told}; ${duration(least)} to ${duration(most)} in ${row.seconds.count} runs`;
  return [
    `<g><title>${escaped(title)}</title><rect class="${kind}" x="${plot.left}" y="${y}" width="${round(end - plot.left)}" height="${size.bar}" rx="2"/></g>`,
    text(round(end + 6), y + size.bar - 2.5, told, 'font-size="11"'),
  ];
}

function grid({ from, to, at }, bottom) {
  const powers = Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
  return powers.flatMap((value) => [
    `<line class="grid" x1="${round(at(value))}" y1="${size.top - 6}" x2="${round(at(value))}" y2="${bottom - 6}"/>`,
    text(round(at(value)), bottom + 8, plainly(value), 'class="quiet" text-anchor="middle" font-size="11"'),
  ]);
}

const plainly = (seconds) => (seconds >= 1 ? `${seconds} s` : `${Math.round(seconds * 1000)} ms`);

const meanings = [
  ['play', 'Play'],
  ['serial', 'Play, one role after the other'],
  ['ansible', 'Ansible'],
  ['floor', 'what nothing can be below'],
];

function legend(y) {
  let x = 24;
  return meanings.flatMap(([kind, meaning]) => {
    const left = x;
    x += 28 + meaning.length * 6.6;
    return [
      `<rect class="${kind}" x="${left}" y="${y}" width="12" height="12" rx="2"/>`,
      text(left + 17, y + 10, meaning, 'font-size="11"'),
    ];
  });
}

function whereOf({ processors, node, ansible }, { before }, date) {
  const versions = [`node ${node}`, ...(ansible ? [`ansible-core ${ansible}`] : [])].join(', ');
  return `${processors}${before > busy ? ' busy' : ''} processors, ${versions}, ${date}`;
}

const round = (value) => Math.round(value * 10) / 10;

const text = (x, y, content, attributes) => `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;

const escaped = (content) => content.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);

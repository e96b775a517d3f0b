import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlayGraph } from '../../engine/graph/shown.ts';
import { graphDot } from './dot.ts';
import { essential, layout } from './layout.ts';
import { graphMermaid } from './mermaid.ts';
import { graphSvg } from './svg.ts';
import { graphText } from './text.ts';

const reads = (name: string) => [{ kind: 'variable', name, how: 'registers', setter: `make ${name}` } as const];
const plays: readonly PlayGraph[] = [
  {
    name: 'a "play" & <more>',
    isGraph: true,
    sections: [
      { section: 'pre_tasks', units: [{ id: 0, title: 'guard' }], edges: [] },
      {
        section: 'roles and tasks',
        units: [
          { id: 1, title: 'one' },
          { id: 2, title: 'two' },
          { id: 3, title: 'three' },
        ],
        edges: [
          { from: 1, to: 2, reasons: reads('x') },
          { from: 1, to: 3, reasons: reads('x') },
          { from: 2, to: 3, reasons: [...reads('y'), { kind: 'stats' }] },
        ],
      },
    ],
  },
];
const [, section] = plays[0]!.sections;

test('the text names each unit, what it waits for, and every reason', () => {
  const text = graphText(plays, 'p.yml');
  assert.match(
    text,
    /pre_tasks:\n {6}guard\n {4}roles and tasks:\n {6}one\n {6}two\n {10}after one {2}reads x, which "make x" registers\n/,
  );
  assert.match(text, /after two {2}reads y, which "make y" registers\n +keeps custom statistics, too\n/);
});

test('a linear play is told to be one', () => {
  assert.match(graphText([{ ...plays[0]!, isGraph: false }], 'p.yml'), /strategy: linear runs one after the other/);
});

test('Mermaid and Graphviz get all edges, those between sections dashed, and no text that breaks out of its quotes', () => {
  const mermaid = graphMermaid(plays);
  assert.match(mermaid, /p0u2 -->\|"y, custom stats"\| p0u3/);
  assert.match(mermaid, /p0u0 -\.-> p0u1/);
  assert.match(mermaid, /\["a #34;play#34; #38; #60;more#62;: pre_tasks"\]/);
  const dot = graphDot(plays);
  assert.match(dot, /p0u1 -> p0u2 \[label="x", tooltip="reads x, which \\"make x\\" registers"\]/);
  assert.match(dot, /p0u0 -> p0u1 \[style=dashed\]/);
});

test('a unit stands one layer to the right of the last it waits for', () => {
  const layers = [...layout(section!)].map(([id, { layer }]) => [id, layer]);
  assert.deepEqual(layers, [
    [1, 0],
    [2, 1],
    [3, 2],
  ]);
});

test('an edge that follows from others is not drawn', () => {
  assert.deepEqual(
    essential(section!).map(({ from, to }) => [from, to]),
    [
      [1, 2],
      [2, 3],
    ],
  );
});

test('the picture holds every unit, the reasons, and nothing that is no XML', () => {
  const svg = graphSvg(plays, 'p.yml');
  for (const name of ['guard', 'one', 'two', 'three', 'reads y, which &#34;make y&#34; registers'])
    assert.ok(svg.includes(name));
  assert.doesNotMatch(svg, /<more>|& /);
  assert.equal(svg.match(/<path d="M\d/g)?.length, 3);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlayEvent, Recap } from '../engine/events.ts';
import type { Plan, Planned } from '../engine/planned.ts';
import { createJson } from './json.ts';
import { createLines } from './lines.ts';
import { painter } from './paint.ts';
import { planLines } from './plan.ts';
import { createTree } from './tree.ts';

const planned = (kind: Planned['kind'], over: Partial<Planned> = {}): Planned => ({
  kind,
  task: 'Make it',
  module: 'ec2_vpc_net',
  steps: [],
  ...over,
});
const plan: Plan = {
  roles: [
    {
      role: 'vpc',
      changes: [
        planned('created', { steps: ['create VPC 10.0.0.0/16', 'enable DNS host names'] }),
        planned('replaced', { steps: ['replace subnet a', 'create subnet a'] }),
      ],
    },
    {
      role: 'services',
      changes: [
        planned('changed', { steps: ['update service web: desired count 3 → 5', 'tag service web'] }),
        planned('removed', { steps: ['delete listener HTTP:81'] }),
        planned('may_run', { task: 'Tell somebody', item: 'you', steps: ['send it'] }),
      ],
    },
    { changes: [planned('changed', { task: 'Write a file' })] },
  ],
  totals: { created: 1, changed: 2, replaced: 1, removed: 1, may_run: 1 },
};
const nothing: Plan = { roles: [], totals: { created: 0, changed: 0, replaced: 0, removed: 0, may_run: 0 } };
const recap: Recap = {
  ok: 1,
  changed: 0,
  unreachable: 0,
  failed: 0,
  skipped: 0,
  rescued: 0,
  ignored: 0,
  read: 0,
  calls: 1,
  writes: 0,
  milliseconds: 1,
  check: true,
  interrupted: false,
  notRun: [],
};
const linesOf = (over: Partial<Recap>) => planLines({ ...recap, ...over }, painter(false));

test('what is to be done is told by role, with its totals', () => {
  assert.deepEqual(linesOf({ plan }), [
    'vpc',
    '  + create VPC 10.0.0.0/16',
    '  ± replace subnet a',
    '    create subnet a',
    'services',
    '  ~ update service web: desired count 3 → 5',
    '    tag service web',
    '  - delete listener HTTP:81',
    '  ? Tell somebody (you)',
    '(no role)',
    '  ~ Write a file',
    'plan: 1 to create, 2 to change, 1 to replace (with --allow-replace), 1 to remove, 1 may run',
  ]);
});

for (const [what, over, last] of [
  ['nothing to do is said', { plan: nothing }, 'plan: nothing to do'],
  ['a real run has no plan', {}, undefined],
  [
    'a plan that a failure cut short does not say that nothing is to be done',
    { plan: nothing, failed: 1 },
    'plan (incomplete): 0 to create, 0 to change, 0 to replace, 0 to remove, 0 may run',
  ],
  [
    'so does one that was interrupted',
    { plan, interrupted: true },
    'plan (incomplete): 1 to create, 2 to change, 1 to replace (with --allow-replace), 1 to remove, 1 may run',
  ],
] as const)
  test(what, () => assert.equal(linesOf(over).at(-1), last));

async function shown(create: typeof createLines | typeof createTree | 'json', event: PlayEvent): Promise<string> {
  let text = '';
  const out = { write: (more: string) => (text += more) };
  const report =
    create === 'json'
      ? createJson({ out, complain: () => {} })
      : create({ out, color: false, verbosity: 0, diff: false });
  report.report(event);
  await report.end();
  return text;
}

test('each output carries it', async () => {
  const ended: PlayEvent = { type: 'ended', recap: { ...recap, plan } };
  for (const create of [createLines, createTree]) assert.match(await shown(create, ended), /\n {2}\+ create VPC .*\n/);
  assert.match(await shown(createLines, ended), /\nPLAN \*+\nvpc\n/);
  assert.deepEqual(JSON.parse(await shown('json', ended)).plan, plan);
  const real: PlayEvent = { type: 'ended', recap };
  for (const create of [createLines, createTree]) assert.doesNotMatch(await shown(create, real), /PLAN|plan:/);
  assert.equal('plan' in JSON.parse(await shown('json', real)), false);
});

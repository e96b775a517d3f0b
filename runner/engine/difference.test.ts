import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { unknown } from '../template/values.ts';
import { differenceOf } from './difference.ts';
import { outcomeOf, rehearse } from './testing.ts';

describe('the two sides of a difference', () => {
  test('hold what differs, as deep as there are dicts', () => {
    const now = { name: 'x', tags: { a: '1', b: '2' }, ports: [80] };
    const want = { name: 'x', tags: { a: '1', c: '3' }, ports: [80, 81] };
    assert.deepEqual(differenceOf(now, want, want), {
      before: { tags: { b: '2' }, ports: [80] },
      after: { tags: { c: '3' }, ports: [80, 81] },
      changes: [
        { path: 'tags.b', before: '2' },
        { path: 'tags.c', after: '3' },
        { path: 'ports[81]', after: 81 },
      ],
    });
  });
  test('tell of what was made only what was asked for, and what could not be known before', () => {
    const want = { id: unknown, count: 3, events: ['old'] };
    const { after } = differenceOf({ count: 1, events: ['old'] }, want, { id: 'i-1', count: 2, events: ['new'] });
    assert.deepEqual(after, { id: 'i-1', count: 3 });
  });
  test('are empty on the side where there is nothing', () => {
    assert.deepEqual(differenceOf(undefined, { a: 1 }, { a: 1 }).before, {});
    assert.deepEqual(differenceOf({ a: 1 }, undefined, undefined).after, {});
  });
});

describe('what becomes of a thing is the same under --check and in a run', () => {
  const sandbox = createSandbox();
  const vpc = (more: string) =>
    `- {name: it, ec2_vpc_net: {region: eu-west-1, name: v, cidr_block: 10.0.0.0/16, ${more}}}`;
  const policy = (more: string) =>
    `- {name: it, iam_policy: {region: eu-west-1, iam_type: role, iam_name: r, policy_name: p, ${more}}}`;
  const document = (action: string) =>
    `policy_json: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: '${action}', Resource: '*'}]}`;
  const trust =
    "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: 'sts:AssumeRole'}]}";

  test('created, changed, left alone, removed', async () => {
    const steps: [string, string, string | undefined][] = [
      ['a VPC', vpc('tags: {a: b}'), 'created'],
      ['its tags', vpc('tags: {a: c}'), 'changed'],
      ['the same again', vpc('tags: {a: c}'), undefined],
      ['its end', vpc('state: absent'), 'removed'],
      ['its end again', vpc('state: absent'), undefined],
      [
        'a role',
        `- {name: it, iam_role: {region: eu-west-1, name: r, assume_role_policy_document: ${trust}}}`,
        'created',
      ],
      ['a policy of it, a part of something that is there', policy(document('s3:Get*')), 'created'],
      ['what the policy says', policy(document('s3:Put*')), 'changed'],
      ['the end of the policy', policy('state: absent'), 'removed'],
    ];
    for (const [what, tasks, change] of steps)
      for (const check of [true, false]) {
        const outcome = outcomeOf(await rehearse(tasks, { sandbox, check, diff: true }), 'it');
        assert.equal(outcome.change, change, `${what}${check ? ' (check)' : ''}: ${outcome.result['msg']}`);
        const { changes } = outcome.result['diff'] as { changes: unknown[] };
        assert.equal(changes.length > 0, change !== undefined, what);
      }
  });
});

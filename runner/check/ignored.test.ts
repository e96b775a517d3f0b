import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Change, changed, foundIn, soundPlaybook } from './aws/testing.ts';

/** The route table for the internet leads nowhere: `task-without-address` at the service and at the table. */
const fault: Change = ['assign_public_ip: true', 'assign_public_ip: false'];
const codesOf = async (...changes: Change[]) =>
  (await foundIn(changed(soundPlaybook, [fault, ...changes]))).map(({ code }) => code);

const comment = '# play: ignore task-without-address';

/** Where a comment may stand. */
const spots: readonly (readonly [name: string, change: Change])[] = [
  ['on the line', ['assign_public_ip: false', `assign_public_ip: false ${comment}`]],
  ['on the line above', ['assign_public_ip: false', `${comment}\n          assign_public_ip: false`]],
  ["on the task's name", ['- name: service\n', `- name: service ${comment}\n`]],
  ["above the task's name", ['- name: service\n', `${comment}\n    - name: service\n`]],
  ['at the other place', ['- name: routes\n', `- name: routes ${comment}\n`]],
  ['with a reason', ['- name: service\n', `- name: service ${comment} - the proxy is elsewhere\n`]],
  ['beside another', ['- name: service\n', `- name: service # play: ignore task-without-address\n`]],
];

for (const [name, change] of spots)
  test(`a comment ${name} switches a rule off`, async () => {
    assert.deepEqual(await codesOf(), ['task-without-address']);
    assert.deepEqual(await codesOf(change), []);
  });

test('several codes stand in one comment, and each has to be of use', async () => {
  const both: Change = ['- name: service\n', '- name: service # play: ignore task-without-address, deployment-room\n'];
  assert.deepEqual(await codesOf(both), ['ignore-unused']);
  assert.deepEqual(await codesOf(both, ['count: 2', 'count: 1'], ['maximum_percent: 200', 'maximum_percent: 100']), []);
});

/** Comments that do not switch it off. */
const others: readonly (readonly [name: string, change: Change, found: readonly string[], hint?: RegExp])[] = [
  ['elsewhere', ['- name: vpc\n', `- name: vpc ${comment}\n`], ['task-without-address', 'ignore-unused']],
  [
    'of a code that does not exist',
    ['- name: service\n', '- name: service # play: ignore task-without-adress\n'],
    ['ignore-code', 'task-without-address'],
    /did you mean "task-without-address"/,
  ],
  [
    'of a code that is no rule',
    ['- name: service\n', '- name: service # play: ignore yaml-syntax\n'],
    ['ignore-code', 'task-without-address'],
    /RULES\.md/,
  ],
  [
    'without a code',
    ['- name: service\n', '- name: service # play: ignore\n'],
    ['ignore-code', 'task-without-address'],
  ],
  ['that is text', ['tags: {Name: public}', `tags: {Name: "public ${comment}"}`], ['task-without-address']],
];

for (const [name, change, codes, hint] of others)
  test(`a comment ${name} does not switch it off`, async () => {
    const found = await foundIn(changed(soundPlaybook, [fault, change]));
    assert.deepEqual(found.map(({ code }) => code).sort(), [...codes].sort());
    if (hint) assert.match(found.find(({ code }) => code === 'ignore-code')?.hint ?? '', hint);
  });

test('a rule over one task is switched off in the same way', async () => {
  const wrong: Change = ['cpu: 256', 'cpu: 300'];
  assert.deepEqual(
    (await foundIn(changed(soundPlaybook, [wrong]))).map(({ code }) => code),
    ['fargate-size'],
  );
  const found = await foundIn(changed(soundPlaybook, [['cpu: 256', 'cpu: 300 # play: ignore fargate-size']]));
  assert.deepEqual(found, []);
});

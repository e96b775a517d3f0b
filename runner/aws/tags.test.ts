import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeTagChanges, diffTags, tagsFromList, tagsToList, tagsToLowerCaseList, wantedTags } from './tags.ts';

test('tags of either spelling become a dict in order of keys', () => {
  const expected = { a: '1', b: '' };
  assert.deepEqual(Object.entries(tagsFromList([{ Key: 'b' }, { Key: 'a', Value: '1' }])), Object.entries(expected));
  assert.deepEqual(
    tagsFromList([
      { key: 'a', value: '1' },
      { key: 'b', value: '' },
    ]),
    expected,
  );
  assert.deepEqual(tagsFromList(undefined), {});
});

test('a dict becomes a list of either spelling', () => {
  assert.deepEqual(tagsToList({ a: '1' }), [{ Key: 'a', Value: '1' }]);
  assert.deepEqual(tagsToLowerCaseList({ a: '1' }), [{ key: 'a', value: '1' }]);
});

const now = { Name: 'web', old: 'x', 'aws:cloudformation:stack-name': 'stack' };
const wanted: readonly [string, Record<string, string> | undefined, boolean, Record<string, string>][] = [
  ['without tags everything stays', undefined, true, now],
  ['without purge the others stay', { Name: 'api' }, false, { ...now, Name: 'api' }],
  [
    'with purge the others go, but not those of AWS',
    { Name: 'web' },
    true,
    { Name: 'web', 'aws:cloudformation:stack-name': 'stack' },
  ],
  ['no tags with purge leave only those of AWS', {}, true, { 'aws:cloudformation:stack-name': 'stack' }],
];
for (const [what, tags, purge, expected] of wanted)
  test(what, () => assert.deepEqual(wantedTags(now, tags, purge), expected));

test('equal tags need no change', () => assert.equal(diffTags({ a: '1' }, { a: '1' }), undefined));

test('changes name what to set and what to remove', () => {
  const changes = diffTags(now, { Name: 'api', stage: 'live' });
  assert.deepEqual(changes, { set: { Name: 'api', stage: 'live' }, remove: ['old'] });
  assert.equal(describeTagChanges(changes!), 'Name, stage (removed: old)');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPartial, isSelected, tagSelection } from './tags.ts';

/** Tags of the task, `--tags`, `--skip-tags`, whether it runs. */
const table: [string, string, string, boolean][] = [
  ['', '', '', true],
  ['red', '', '', true],
  ['never', '', '', false],
  ['always', '', '', true],
  ['red', 'red', '', true],
  ['red', 'blue', '', false],
  ['red blue', 'blue', '', true],
  ['', 'red', '', false],
  ['always', 'red', '', true],
  ['never', 'red', '', false],
  ['never red', 'red', '', true],
  ['never', 'never', '', true],
  ['never red', 'all', '', false],
  ['red', 'all', '', true],
  ['', 'all', '', true],
  ['red', 'tagged', '', true],
  ['', 'tagged', '', false],
  ['never red', 'tagged', '', false],
  ['', 'untagged', '', true],
  ['red', 'untagged', '', false],
  ['always', 'untagged', '', true],
  ['red', '', 'red', false],
  ['red blue', 'red', 'blue', false],
  ['', '', 'red', true],
  ['always', '', 'always', false],
  ['always red', 'red', 'red', false],
  ['red', '', 'tagged', false],
  ['', '', 'tagged', true],
  ['', '', 'untagged', false],
  ['red', '', 'untagged', true],
  ['red', '', 'all', false],
  ['always', '', 'all', true],
  ['always', '', 'all always', false],
];
const words = (text: string) => text.split(' ').filter(Boolean);

for (const [tags, only, skip, runs] of table) {
  test(`a task tagged [${tags}] ${runs ? 'runs' : 'is left out'} with --tags [${only}] --skip-tags [${skip}]`, () => {
    assert.equal(isSelected(new Set(words(tags)), tagSelection(words(only), words(skip))), runs);
  });
}

test('a selection is partial only when it can leave out what a plain run runs', () => {
  assert.equal(isPartial(tagSelection()), false);
  assert.equal(isPartial(tagSelection(['all'])), false);
  assert.equal(isPartial(tagSelection(['red'])), true);
  assert.equal(isPartial(tagSelection([], ['red'])), true);
});

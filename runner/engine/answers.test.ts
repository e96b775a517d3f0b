import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepAnswers } from './answers.ts';

test('who was asked once is not asked again, save for what was never asked', async () => {
  const asked: string[] = [];
  const answers = keepAnswers(async (question) => {
    asked.push(question);
    return `${question} ${asked.length}`;
  });
  const how = { echo: true, signal: new AbortController().signal };
  const [first, second] = [answers()!, answers()!];
  assert.deepEqual([await first('name?', how), await first('name?', how)], ['name? 1', 'name? 2']);
  assert.deepEqual(
    [await second('name?', how), await second('name?', how), await second('size?', how)],
    ['name? 1', 'name? 2', 'size? 3'],
  );
  assert.equal(await first('size?', how), 'size? 3');
  assert.deepEqual(asked, ['name?', 'name?', 'size?']);
});

test('without a terminal nobody is asked', () => {
  assert.equal(keepAnswers(undefined)(), undefined);
});

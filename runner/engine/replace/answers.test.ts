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
  await answers.ask!('name?', how);
  await answers.ask!('name?', how);
  const again = answers.replay()!;
  assert.deepEqual(
    [await again('name?', how), await again('name?', how), await again('size?', how)],
    ['name? 1', 'name? 2', 'size? 3'],
  );
  assert.deepEqual(asked, ['name?', 'name?', 'size?']);
});

test('without a terminal nobody is asked', () => {
  const answers = keepAnswers(undefined);
  assert.deepEqual([answers.ask, answers.replay()], [undefined, undefined]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createDocument } from './json_document.ts';
import { jsonText } from './json_text.ts';

function written() {
  const pieces: string[] = [];
  return { pieces, document: createDocument({ write: (text) => pieces.push(text) }) };
}
const task = (name: string) => ({ task: { name }, hosts: { localhost: { lines: ['a\nb', ''], none: [], empty: {} } } });

for (const [what, plays] of [
  ['without plays', []],
  ['with a play that has no tasks', [[]]],
  ['with plays and tasks', [['a', 'b'], [], ['c']]],
] as const)
  test(`a document ${what} is what JSON.stringify gives`, () => {
    const { pieces, document } = written();
    for (const [index, tasks] of plays.entries()) {
      document.play(`play ${index}`, 'now');
      for (const name of tasks) document.task(task(name));
    }
    document.end({ stats: {}, play: undefined });
    const told = plays.map((tasks, index) => ({
      play: { name: `play ${index}`, id: String(index + 1), duration: { start: 'now' } },
      tasks: tasks.map(task),
    }));
    assert.equal(pieces.join(''), `${JSON.stringify({ plays: told, stats: {} }, null, 2)}\n`);
  });

test('nothing is written before there is something to tell, and tasks are not kept', async () => {
  const { pieces, document } = written();
  await turn();
  assert.deepEqual(pieces, []);
  document.play('play', 'now');
  document.task(task('first'));
  await turn();
  assert.match(pieces.join(''), /"first"/);
});

test('only what no text could hold is cut', () => {
  const long = 'x'.repeat(2_000_000);
  assert.equal(jsonText({ long }).length, long.length + '{"long":""}'.length);
  let tries = 0;
  const huge = {
    toJSON() {
      tries += 1;
      if (tries === 1) throw new RangeError('Invalid string length');
      return long;
    },
  };
  const text = jsonText({ huge, short: 'kept', list: [1n, new Map([['a', 1]])] });
  assert.match(text, /… \(1000000 more characters\)","short":"kept","list":\[1,\{"a":1\}\]\}$/);
});

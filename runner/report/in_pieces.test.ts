import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { inPieces } from './in_pieces.ts';

function written() {
  const pieces: string[] = [];
  return { pieces, out: inPieces({ write: (text) => pieces.push(text) }) };
}

test('lines are written together when the process has a moment', async () => {
  const { pieces, out } = written();
  for (const line of ['a\n', 'b\n', 'c\n']) out.write(line);
  assert.deepEqual(pieces, []);
  await turn();
  assert.deepEqual(pieces, ['a\nb\nc\n']);
});

test('what is much is written at once, and nothing is written twice', async () => {
  const { pieces, out } = written();
  const line = `${'x'.repeat(999)}\n`;
  for (let count = 0; count < 100; count += 1) out.write(line);
  assert.equal(pieces.length, 1);
  out.flush();
  out.flush();
  await turn();
  assert.equal(pieces.join(''), line.repeat(100));
  assert.equal(pieces.length, 2);
});

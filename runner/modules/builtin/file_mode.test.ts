import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modeBits } from './file_mode.ts';

const octal = (bits: number) => bits.toString(8);

test('modes mean what chmod makes of them', () => {
  const umask = process.umask(0o022);
  try {
    const cases: [written: string | number, now: number, directory: boolean, bits: number][] = [
      ['0644', 0o777, false, 0o644],
      ['755', 0, false, 0o755],
      ['0o600', 0, false, 0o600],
      ['2775', 0, true, 0o2775],
      [0o640, 0, false, 0o640],
      ['u=rw,g=r,o=r', 0o777, false, 0o644],
      ['u+x', 0o644, false, 0o744],
      ['a-w', 0o666, false, 0o444],
      ['go=', 0o755, false, 0o700],
      ['u+rwX', 0o600, false, 0o600],
      ['u+rwX', 0o600, true, 0o700],
      ['a+X', 0o744, false, 0o755],
      ['g=u', 0o740, false, 0o770],
      ['g+u-w', 0o700, false, 0o750],
      ['o=g', 0o750, false, 0o755],
      ['+w', 0o444, false, 0o644],
      ['=r', 0o777, false, 0o444],
      ['u+s', 0o755, false, 0o4755],
      ['g+s,o+t', 0o755, true, 0o3755],
      ['u=rwx', 0o4755, false, 0o755],
      ['u=rwx', 0o4755, true, 0o4755],
    ];
    for (const [written, now, directory, bits] of cases)
      assert.equal(octal(modeBits(written, now, directory)), octal(bits), `${written} on ${octal(now)}`);
  } finally {
    process.umask(umask);
  }
});

test('what is no mode is refused, and so is a decimal that looks like an octal one', () => {
  for (const written of ['rw', '0888', 'u', 'u+q', '', '1.5', -1, 0.5, 99999])
    assert.throws(() => modeBits(written, 0, false), { code: 'file-mode' }, String(written));
  assert.throws(() => modeBits(644, 0, false), { hint: 'write it in quotes: mode: "0644"' });
});

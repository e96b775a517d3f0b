import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlayError } from '../diagnostics.ts';
import { forksOf, requireThisHost } from './host_flags.ts';
import { parseCommandLine } from './options.ts';

const requireIn = (line: string) => requireThisHost(parseCommandLine(line.split(' ')).flags);

test('what ansible-playbook is told about this machine is taken', () => {
  for (const line of ['-i localhost,', '-i localhost, -c local --limit localhost', '--limit all', '--flush-cache'])
    requireIn(line);
  assert.equal(forksOf('7'), 7);
});

test('what names another machine is refused', () => {
  for (const [line, words] of [
    ['-i web1,localhost', /inventory web1,localhost/],
    ['-i hosts.ini', /inventory hosts.ini/],
    ['-c ssh', /connection ssh/],
    ['--limit web', /--limit web/],
    ['--limit !localhost', /leaves out/],
  ] as const)
    assert.throws(
      () => requireIn(line),
      (error) => error instanceof PlayError && words.test(error.message),
      line,
    );
  assert.throws(() => forksOf('none'), /whole number/);
});

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { raw } from './raw.ts';
import { script } from './script.ts';

test('a script runs with its arguments, executable or not', async (t) => {
  const playbookDir = temporaryFolder(t);
  const tmp = join(playbookDir, 'tmp');
  mkdirSync(tmp);
  writeFileSync(join(playbookDir, 'my script'), '#!/bin/sh\nprintf "%s|" "$@"; pwd\n');
  writeFileSync(join(playbookDir, 'plain'), 'echo "$1$WORD"; exit 3\n');
  const environment = { PATH: process.env['PATH']!, WORD: 'lamp', TMPDIR: tmp };
  const context = actionContext({ playbookDir, environment });
  const cases: [params: Record<string, unknown>, stdout: string, rc: number][] = [
    [{ _raw_params: '"my script" a "b c" $WORD' }, `a|b c|lamp|${playbookDir}\n`, 0],
    [{ cmd: "'my script'", chdir: tmp }, `|${tmp}\n`, 0],
    [{ cmd: 'plain x' }, 'xlamp\n', 3],
    [{ cmd: 'my\\ script y', executable: '/bin/bash' }, `y|${playbookDir}\n`, 0],
  ];
  for (const [params, stdout, rc] of cases) {
    const result = await runAction(script, params, context);
    assert.deepEqual([result['stdout'], result['rc'], result['changed']], [stdout, rc, true], JSON.stringify(params));
    const more = rc === 0 ? [] : ['failed', 'msg'];
    const keys = ['changed', 'rc', 'stderr', 'stderr_lines', 'stdout', 'stdout_lines', ...more];
    assert.deepEqual(Object.keys(result).sort(), keys.sort());
  }
  assert.deepEqual(readdirSync(tmp), [], 'the copy is gone');
});

test('creates, removes and check mode keep a script from running', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 's'), 'exit 1\n');
  const context = actionContext({ playbookDir });
  const check = actionContext({ playbookDir, check: true });
  assert.deepEqual(await runAction(script, { cmd: 's', creates: 's' }, context), {
    changed: false,
    skipped: true,
    msg: 's exists, matching creates option',
  });
  const removes = await runAction(script, { cmd: 's', removes: 'none' }, context);
  assert.equal(removes['msg'], 'none does not exist, matching removes option');
  assert.equal((await runAction(script, { cmd: 's', creates: 'none' }, check))['changed'], true);
  const plain = await runAction(script, { cmd: 's' }, check);
  assert.deepEqual([plain['skipped'], plain['changed']], [true, false]);
  assert.equal((await runAction(script, { cmd: unknown }, check))['skipped'], true);
  assert.equal((await runAction(script, { cmd: ' ' }, context))['code'], 'no-command');
});

test('raw runs a command line and keeps its output as it is', async () => {
  const { stdout, stderr, rc } = await runAction(raw, { _raw_params: 'echo $0; echo e >&2', executable: '/bin/bash' });
  assert.deepEqual([stdout, stderr, rc], ['/bin/bash\n', 'e\n', 0]);
});

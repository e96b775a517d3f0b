import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { assemble } from './assemble.ts';

test('parts are put together in the order of their names', async (t) => {
  const playbookDir = temporaryFolder(t);
  mkdirSync(join(playbookDir, 'parts/folder'), { recursive: true });
  for (const [name, text] of [
    ['2', 'b'],
    ['1', 'a\n'],
    ['10', 'c\n'],
    ['.3', 'h'],
  ] as const)
    writeFileSync(join(playbookDir, 'parts', name), text);
  const context = actionContext({ playbookDir });
  const cases: [params: Record<string, unknown>, text: string][] = [
    [{}, 'h\na\nc\nb'],
    [{ ignore_hidden: true }, 'a\nc\nb'],
    [{ ignore_hidden: true, delimiter: '---' }, 'a\n---\nc\n---\nb'],
    [{ ignore_hidden: true, delimiter: '\\n#\\n', remote_src: false }, 'a\n\n#\nc\n\n#\nb'],
    [{ regexp: '^\\d$' }, 'a\nb'],
  ];
  for (const [params, text] of cases) {
    const all = { src: 'parts', dest: 'out', ...params };
    const predicted = await runAction(assemble, all, actionContext({ playbookDir, check: true }));
    const result = await runAction(assemble, all, context);
    assert.equal(readFileSync(join(playbookDir, 'out'), 'utf8'), text, JSON.stringify(params));
    assert.deepEqual(predicted, result);
    assert.deepEqual([result['msg'], result['src']], ['OK', join(playbookDir, 'parts')]);
    assert.equal((await runAction(assemble, all, context))['changed'], false);
  }
});

test('a folder of parts that is not there is an error, or expected in check mode', async (t) => {
  const playbookDir = temporaryFolder(t);
  const params = { src: 'none', dest: 'out' };
  const failed = await runAction(assemble, params, actionContext({ playbookDir }));
  assert.equal(failed['msg'], `Source (${join(playbookDir, 'none')}) does not exist`);
  assert.equal((await runAction(assemble, params, actionContext({ playbookDir, check: true })))['changed'], true);
  assert.equal(existsSync(join(playbookDir, 'out')), false);
});

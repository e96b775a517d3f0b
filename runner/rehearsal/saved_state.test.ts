import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public';
import { createRunningClock } from '../sandbox/runtime/running_clock.ts';
import { createLivingSandbox } from '../sandbox/sandbox.ts';
import { decodeState, encodeState } from '../sandbox/state_codec.ts';
import type { StoreContent } from '../sandbox/store.ts';
import { createStage, failures } from './stage.ts';

const environment = { PATH: '' };
const living = () =>
  createLivingSandbox({ clock: createRunningClock({ real: Date.now(), sandbox: Date.now(), speed: 2000 }) });

/** Every drawer that the sandbox's source declares. */
const declared = readdirSync('runner/sandbox', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => [
    ...readFileSync(join('runner/sandbox', file), 'utf8').matchAll(
      /(?:= |return )(?:regional|accountWide)(?:<[^(]*>)?\(\s*'([^']+)'/g,
    ),
  ])
  .map(([, name]) => name!);

test('the state of a deployment, every drawer of it, outlives its process', async (t) => {
  const first = living();
  t.after(first.hold);
  await first.start();
  await first.faults.set('crash some-family');
  await first.faults.set('throttle iam:CreateUser 2/s');
  const run = await createStage({ sandbox: first, environment })();
  assert.equal(run.code, 0, failures(run));
  const open = first.world({ region: 'us-east-1' }).client(ECRPUBLICClient);
  await open.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  first.hold();

  const content = first.store.content();
  const drawers = content.drawers.map(([key]) => key.split('@')[0]);
  assert.deepEqual([...new Set(drawers)].sort(), [...new Set(declared)].sort());
  const read = decodeState(encodeState(content)) as StoreContent;
  assert.deepEqual(read, content);

  const second = living();
  t.after(second.hold);
  second.store.restore(read);
  await second.start();
  const again = await createStage({ sandbox: second, environment })();
  assert.deepEqual([again.code, again.recap.changed], [0, 0], failures(again));
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { PlayEvent, TaskOutcome } from '../engine/events.ts';
import { play } from '../play.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { Unknown } from '../template/values.ts';
import { type Surroundings, surroundings } from './conformance_folder.ts';
import { modules } from './index.ts';

/** Runs one task of a playbook in that folder. */
async function run({ folder, environment }: Surroundings, task: object, check: boolean): Promise<TaskOutcome> {
  writeFileSync(join(folder, 'play.yml'), JSON.stringify([{ hosts: 'localhost', gather_facts: false, tasks: [task] }]));
  const sandbox = createSandbox();
  const ecr = sandbox.world().client(ECRClient);
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  let outcome: TaskOutcome | undefined;
  const reporter = (event: PlayEvent) => {
    if (event.type === 'task_done') outcome = event.outcome;
  };
  const { diagnostics } = await play({ playbook: 'play.yml', cwd: folder, environment, sandbox, check, reporter });
  assert.deepEqual(diagnostics, []);
  return outcome!;
}

type Dict = Readonly<Record<string, unknown>>;

const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);
const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** Where two results are not made alike. What check mode does not know may become anything; warnings are no part of a result. */
function* differences(planned: Dict, applied: Dict, path = ''): Generator<string> {
  for (const key of new Set([...Object.keys(planned), ...Object.keys(applied)])) {
    const [one, other] = [planned[key], applied[key]];
    if (one instanceof Unknown || (key === 'warnings' && path === '')) continue;
    if (one === undefined || other === undefined) yield `${path}${key} only ${one === undefined ? 'apply' : 'check'}`;
    else if (isDict(one) && isDict(other)) yield* differences(one, other, `${path}${key}.`);
    else if (kindOf(one) !== kindOf(other)) yield `${path}${key}: ${kindOf(one)}, then ${kindOf(other)}`;
  }
}

/** Modules that Ansible skips in check mode, too; of commands those that neither `creates` nor `removes` decides about. */
const skips = new Set(['command', 'shell', 'script', 'raw', 'uri', 'wait_for']);
const fails = new Set(['fail']);

/** Runs the example in check mode and then really. */
async function compare(name: string, task: object, around: Surroundings): Promise<void> {
  const planned = await run(around, task, true);
  const applied = await run(around, task, false);
  assert.equal(applied.status === 'failed', fails.has(name), String(applied.result['msg']));
  if (planned.status === 'skipped' && skips.has(name)) {
    assert.equal(planned.result['changed'], false);
    assert.match(String(planned.result['msg']), /check mode$/);
    return;
  }
  // Only the registry can tell that it holds all of an image: a push is announced, and may find nothing to do.
  if (planned.result['pushed'] !== true) assert.equal(planned.status, applied.status);
  assert.deepEqual([...differences(planned.result, applied.result)], []);
}

for (const [name, entry] of Object.entries(modules)) {
  describe(name, async () => {
    const module = await entry.module?.();
    if (module?.kind !== 'action') return;
    const { examples } = await entry.schema();
    test('check mode returns for each example, twice, what the run returns', async (t) => {
      const around = await surroundings(t);
      for (const example of examples) {
        const task = { [name]: around.fitted(example) };
        await compare(name, task, around);
        await compare(name, task, around);
      }
    });
  });
}

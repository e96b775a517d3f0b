import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Owner } from '../aws/ownership.ts';
import type { World } from '../aws/world.ts';
import { notOwned, tagsOf } from '../engine/ownership.ts';
import { runResource } from '../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { validateParams } from '../schema/validate.ts';
import { fillIn, prepareAccount } from './conformance_account.ts';
import { type ModuleEntry, modules } from './index.ts';
import type { Resource } from './module.ts';

type AnyResource = Resource<ModuleSchema, object>;

const owner: Owner = { playbook: 'site.yml', version: '1.0.0' };
const other: Owner = { playbook: 'other.yml', version: '1.0.0' };

/** Examples that speak of a part of what is there before: that thing is nobody's, and so is its part. */
const partsOfOthers: readonly string[] = ['iam_policy'];

async function paramsOf(entry: ModuleEntry, example: object, ids: ReadonlyMap<string, string>) {
  const filled = fillIn(example, ids) as Record<string, unknown>;
  const { params, problems } = validateParams(await entry.schema(), filled, { rules: (await entry.rules?.()) ?? [] });
  assert.deepEqual(problems, []);
  return params as never;
}

interface Found {
  readonly absent: never;
  readonly now: object | undefined;
}

/** What there is to remove, as `--destroy` looks for it. */
async function lookFor(module: AnyResource, params: never, world: World, by = owner): Promise<Found> {
  const asked = ((await module.resolve?.(world, params)) ?? params) as object;
  const absent = (module.removal?.absent?.(asked as never, undefined) ?? { ...asked, state: 'absent' }) as never;
  const now = await (module.removal?.read ? module.removal.read(world, absent, by) : module.read(world, absent));
  return { absent, now };
}

/** Removes it with its own steps; gives their titles and the writes that were sent. */
async function remove(sandbox: Sandbox, module: AnyResource, params: never) {
  const world = sandbox.world();
  const first = sandbox.calls.length;
  const { absent, now } = await lookFor(module, params, world);
  const steps = now ? [...module.plan(now, undefined, absent)] : [];
  const known = { ...now };
  for (const step of steps) Object.assign(known, await step.run(world, { known, progress: () => {} }));
  const writes = sandbox.calls.slice(first).filter(({ write }) => write);
  return { steps: steps.map(({ title }) => title), writes: writes.map(({ operation }) => operation) };
}

async function assertRemovable(entry: ModuleEntry, module: AnyResource, example: object) {
  const sandbox = createSandbox();
  const world = sandbox.world();
  const params = await paramsOf(entry, example, await prepareAccount(world));
  await runResource(module, params, { world, check: false, ownership: { owner, adopt: false } });

  const { absent, now } = await lookFor(module, params, world);
  assert.ok(now, 'what was made is found again');
  const tags = await tagsOf(module, world, now, absent);
  const isPart = partsOfOthers.includes(module.name);
  assert.equal(notOwned(tags, owner) === undefined, !isPart, 'its owner knows it');
  assert.notEqual(notOwned(tags, other), undefined, 'and nobody else does');
  assert.equal(typeof module.removal?.id?.(now, params), 'string', 'it has an id by which others hang on it');

  const gone = await remove(sandbox, module, params);
  assert.ok(gone.writes.length > 0);
  const again = await remove(sandbox, module, params);
  assert.deepEqual([again.steps, again.writes], [[], []], 'a second removal finds nothing to do');
  const left = await module.read(world, params);
  assert.ok(left === undefined || module.exists?.(left, params) === false || isLeaving(left), 'nothing is left of it');
}

/** ECS tells of a deleted service until its tasks have ended. */
const isLeaving = (state: object): boolean => 'status' in state && state.status === 'DRAINING';

for (const [name, entry] of Object.entries(modules)) {
  describe(`${name}, as its owner removes it`, async () => {
    const module = await entry.module?.();
    if (module?.kind !== 'resource') return;
    const { examples } = await entry.schema();
    for (const [index, example] of examples.entries()) {
      if ('state' in example && example.state !== 'present') continue;
      test(`example ${index + 1} ${JSON.stringify(example).slice(0, 80)}`, () =>
        assertRemovable(entry, module, example));
    }
  });
}

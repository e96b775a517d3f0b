import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runResource } from '../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { validateParams } from '../schema/validate.ts';
import { fillIn, prepareAccount } from './conformance_account.ts';
import { type ModuleEntry, modules } from './index.ts';
import type { AnyModule, Resource } from './module.ts';

type AnyResource = Resource<ModuleSchema, object>;

/** Parameters of an example as the engine would hand them over: placeholders filled in, aliases resolved, defaults added. */
async function paramsOf(entry: ModuleEntry, example: object, ids: ReadonlyMap<string, string>) {
  const { params, problems } = validateParams(await entry.schema(), fillIn(example, ids) as Record<string, unknown>, {
    rules: (await entry.rules?.()) ?? [],
  });
  assert.deepEqual(problems, []);
  return params;
}

/** Runs the module and tells which writes it sent. */
async function run(sandbox: Sandbox, module: AnyResource, params: object, check = false) {
  const before = sandbox.calls.length;
  const outcome = await runResource(module, params as never, { world: sandbox.world({ readOnly: check }), check });
  const writes = sandbox.calls.slice(before).filter((call) => call.write);
  return { ...outcome, writes: writes.map((call) => call.operation) };
}

async function storyOf(module: AnyResource, params: Record<string, unknown>, sandbox: Sandbox) {
  const planned = await run(sandbox, module, params, true);
  assert.deepEqual(planned.writes, [], 'check sends no write');
  const applied = await run(sandbox, module, params);
  assert.deepEqual(applied.steps, planned.steps, 'apply takes exactly the steps that check announced');
  assert.equal(applied.changed, planned.changed);
  assert.deepEqual(keysOf(applied.result), keysOf(planned.result), 'check returns the same keys as apply');
  await assertQuiet(sandbox, module, params);
  return applied;
}

async function assertQuiet(sandbox: Sandbox, module: AnyResource, params: Record<string, unknown>) {
  const again = await run(sandbox, module, params);
  assert.deepEqual([again.steps, again.writes, again.changed], [[], [], false], 'a second apply takes no step');
  const checked = await run(sandbox, module, params, true);
  assert.deepEqual([checked.steps, checked.changed], [[], false], 'a check after it announces nothing');
  assert.deepEqual(keysOf(checked.result), keysOf(again.result), 'and returns the same keys');
}

const keysOf = (result: object) => Object.keys(result).sort();
const hasAbsent = (schema: ModuleSchema) => schema.properties['state']?.enum?.includes('absent') ?? false;

async function testExample(entry: ModuleEntry, module: AnyModule, schema: ModuleSchema, example: object) {
  const sandbox = createSandbox();
  const ids = await prepareAccount(sandbox.world());
  const params = await paramsOf(entry, example, ids);
  if (module.kind === 'info') {
    const before = sandbox.calls.length;
    assert.ok(await module.read(sandbox.world({ readOnly: true }), params as never));
    assert.ok(sandbox.calls.length > before);
  } else if (module.kind === 'resource') {
    await storyOf(module, params, sandbox);
    if (!hasAbsent(schema)) return;
    const gone = await paramsOf(entry, { ...example, state: 'absent' }, ids);
    await storyOf(module, gone, sandbox);
  }
}

for (const [name, entry] of Object.entries(modules)) {
  describe(name, async () => {
    const schema = await entry.schema();
    test('has a description for itself and for every parameter, and an example', () => {
      assert.ok(schema.description && schema.examples.length > 0);
      const undescribed = Object.entries(schema.properties).filter(([, property]) => !property.description);
      assert.deepEqual(
        undescribed.map(([property]) => property),
        [],
      );
    });
    const module = await entry.module?.();
    if (module?.kind === 'action')
      test('takes its examples', async () => {
        for (const example of schema.examples) await paramsOf(entry, example, new Map());
      });
    if (!module || module.kind === 'action') return;
    for (const [index, example] of schema.examples.entries()) {
      test(`example ${index + 1} ${JSON.stringify(example).slice(0, 80)}`, () =>
        testExample(entry, module, schema, example));
    }
  });
}

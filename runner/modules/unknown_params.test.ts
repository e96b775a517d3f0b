import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runResource } from '../engine/run_resource.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { validateParams } from '../schema/validate.ts';
import { unknown } from '../template/values.ts';
import { fillIn, prepareAccount } from './conformance_account.ts';
import { type ModuleEntry, modules } from './index.ts';
import type { Resource } from './module.ts';

type Params = Readonly<Record<string, unknown>>;

const start = createSandbox();
const ids = prepareAccount(start.world());

/** Keys of what check mode returns for these parameters. */
async function keysOf(
  entry: ModuleEntry,
  module: Resource<never, object>,
  written: Params,
): Promise<readonly string[]> {
  const { params, problems } = validateParams(
    await entry.schema(),
    { ...written },
    {
      rules: (await entry.rules?.()) ?? [],
    },
  );
  assert.deepEqual(problems, []);
  const world = start.copy().world({ readOnly: true });
  const { result } = await runResource(module as never, params as never, { world, check: true });
  return Object.keys(result).sort();
}

/** The parameters with one value somewhere inside, also deep inside, not known yet; and where. */
function* withUnknowns(value: unknown, path = ''): Generator<readonly [string, unknown]> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      yield [`${path}[${index}]`, value.with(index, unknown)];
      for (const [where, other] of withUnknowns(each, `${path}[${index}]`)) yield [where, value.with(index, other)];
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      const where = path === '' ? key : `${path}.${key}`;
      yield [where, { ...value, [key]: unknown }];
      for (const [deep, other] of withUnknowns(each, where)) yield [deep, { ...value, [key]: other }];
    }
  }
}

for (const [name, entry] of Object.entries(modules)) {
  describe(name, async () => {
    const module = await entry.module?.();
    if (module?.kind !== 'resource') return;
    const schema = await entry.schema();
    for (const [index, example] of schema.examples.entries())
      test(`example ${index + 1} is checked with any value known after apply`, async () => {
        const known = fillIn(example, await ids) as Params;
        const keys = await keysOf(entry, module as never, known);
        const wrong: string[] = [];
        for (const [path, written] of withUnknowns(known)) {
          if (chosen.has(path)) continue;
          const found = await keysOf(entry, module as never, written as Params).then(String, (error) => `${error}`);
          if (found !== String(keys)) wrong.push(`${path}: ${found}`);
        }
        assert.deepEqual(wrong, []);
      });
  });
}

/** What these are decides what the others mean: a template cannot be allowed to leave it open. */
const chosen = new Set(['state', 'iam_type', 'protocol']);

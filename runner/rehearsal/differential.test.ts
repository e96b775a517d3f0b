import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createWorld } from '../aws/create_world.ts';
import type { World } from '../aws/world.ts';
import { runResource } from '../engine/run_resource.ts';
import { fillIn, prepareAccount } from '../modules/conformance_account.ts';
import { modules } from '../modules/index.ts';
import type { Resource } from '../modules/module.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { validateParams } from '../schema/validate.ts';
import { type Difference, differences, explains, knownDifferences, normalised } from './differences.ts';
import { type Moto, startMoto, withoutMoto } from './moto.ts';
import { createStage } from './stage.ts';
import { extra } from './stories.ts';

type AnyResource = Resource<ModuleSchema, object>;

/** What the module reads after it applied an example in a new account; that it could not is an outcome, too. */
async function outcomeOf(module: AnyResource, example: object, world: World): Promise<object> {
  const ids = await prepareAccount(world);
  const { params } = validateParams(module.schema, fillIn(example, ids) as Record<string, unknown>);
  // No task of moto's ever runs.
  if (module.name === 'ecs_service') Object.assign(params, { wait: false });
  try {
    await runResource(module, params as never, { world, check: false });
  } catch (error) {
    return { error: `${(error as Error).name}: ${(error as Error).message}` };
  }
  return { state: await module.read(world, params as never) };
}

async function compareExamples(module: AnyResource, moto: Moto): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const example of module.schema.examples) {
    await moto.reset();
    const there = await outcomeOf(module, example, createWorld({ region: 'eu-west-1', ...moto.world() }));
    const here = await outcomeOf(module, example, createSandbox().world());
    // One of them refused: nothing else can be compared.
    const failed = 'error' in here || 'error' in there;
    const only = (outcome: object) => normalised(failed ? { error: (outcome as { error?: string }).error } : outcome);
    found.push(...differences(only(here), only(there)));
  }
  return found;
}

/** What the tasks of the shipped playbook register, task by task. */
async function comparePlaybook(moto: Moto): Promise<(readonly [module: string, found: Difference[]])[]> {
  await moto.reset();
  const extraVars = extra(false);
  const there = await createStage({ extraVars, environment: moto.environment })();
  const here = await createStage({ extraVars, environment: { PATH: '' }, sandbox: createSandbox() })();
  assert.deepEqual(
    here.tasks.map(({ task }) => task.name),
    there.tasks.map(({ task }) => task.name),
  );
  return here.tasks.map(({ task, outcome }, index) => {
    const result = there.tasks[index]!.outcome.result;
    return [task.module, differences(normalised(outcome.result), normalised(result))] as const;
  });
}

describe('after the same calls, modules read the same in the sandbox and in moto', { skip: withoutMoto }, () => {
  const moto = startMoto();
  const found = new Map<string, Difference[]>();
  before(async () => {
    for (const [name, entry] of Object.entries(modules)) {
      const module = /\.aws$/.test(entry.collection) ? await entry.module?.() : undefined;
      if (module?.kind === 'resource') found.set(name, await compareExamples(module, moto));
    }
    for (const [module, more] of await comparePlaybook(moto))
      found.set(module, [...(found.get(module) ?? []), ...more]);
  });

  test('save for what MODEL.md lists', () => {
    const known = knownDifferences();
    const unexplained = [...found].flatMap(([module, all]) =>
      all
        .filter((each) => !known.some((row) => row.module === module && explains(row, each)))
        .map((each) => `${module} ${each.path}: ${JSON.stringify(each.sandbox)}, moto ${JSON.stringify(each.moto)}`),
    );
    assert.deepEqual(unexplained, []);
  });

  test('and MODEL.md lists nothing that is the same', () => {
    // Where both are right, chance may make them equal.
    const claims = knownDifferences().filter(({ right }) => right !== 'both');
    const stale = claims.filter((row) => !found.get(row.module)?.some((each) => explains(row, each)));
    assert.deepEqual(stale, []);
  });

  test('all modules and the whole playbook were compared', () => {
    assert.ok(found.size >= 12, [...found.keys()].join(', '));
  });
});

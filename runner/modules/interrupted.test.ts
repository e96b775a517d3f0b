import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpHandler } from '@smithy/core/protocols';
import { createWorld, type WorldOptions } from '../aws/create_world.ts';
import { runResource } from '../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { validateParams } from '../schema/validate.ts';
import { fillIn, prepareAccount } from './conformance_account.ts';
import { type ModuleEntry, modules } from './index.ts';
import type { AnyModule } from './module.ts';

type AnyResource = Extract<AnyModule, { kind: 'resource' }>;

/** The modules whose every example must survive being cut off, and losing an answer, at any of its writes. */
const names = [
  'ec2_vpc_net',
  'ec2_vpc_subnet',
  'ec2_vpc_igw',
  'ec2_vpc_route_table',
  'ec2_security_group',
  'iam_role',
  'iam_policy',
  'cloudwatchlogs_log_group',
];

const prepared = new WeakMap<Sandbox, ReadonlyMap<string, string>>();

async function stage(entry: ModuleEntry, example: object, sandbox = createSandbox()) {
  const ids = prepared.get(sandbox) ?? (await prepareAccount(sandbox.world()));
  prepared.set(sandbox, ids);
  const { params } = validateParams(await entry.schema(), fillIn(example, ids) as never);
  const module = (await entry.module!()) as AnyResource;
  const run = (options: WorldOptions = {}) => {
    sandbox.calls.length = 0;
    const { requestHandler, clock } = sandbox;
    const world = createWorld({ region: sandbox.region, environment: {}, requestHandler, clock, ...options });
    return runResource(module, params as never, { world, check: false });
  };
  return { sandbox, run };
}

const writesOf = (sandbox: Sandbox) => sandbox.calls.filter((call) => call.write).map((call) => call.operation);

/** Ends the run before the write after the `limit`-th is sent, as a kill would. */
function cutAfter(limit: number): WorldOptions['onCall'] {
  let writes = 0;
  return ({ write }) => {
    if (write && writes++ >= limit) throw new Error('cut off');
  };
}

/** AWS does everything, but the answer to the `lost`-th write never arrives. */
function losing(sandbox: Sandbox, lost: number): HttpHandler {
  let writes = 0;
  const { requestHandler } = sandbox;
  return {
    ...requestHandler,
    async handle(request, options) {
      const before = writesOf(sandbox).length;
      const answer = await requestHandler.handle(request, options);
      if (writesOf(sandbox).length > before && ++writes === lost)
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return answer;
    },
  };
}

const creations = (writes: readonly string[]) => writes.filter((operation) => /^Create(?!Tags)/.test(operation));

/** The example as it is, and, when it is there already, the way to `absent`. */
async function stories(entry: ModuleEntry, example: object, tell: (begin: () => ReturnType<typeof stage>) => unknown) {
  await tell(() => stage(entry, example));
  await tell(async () => {
    const { sandbox, run } = await stage(entry, example);
    await run();
    return stage(entry, { ...example, state: 'absent' }, sandbox);
  });
}

for (const name of names) {
  const entry = modules[name]!;
  const { examples } = await entry.schema();
  for (const [index, example] of examples.entries()) {
    test(`${name}, example ${index + 1}, goes on where a run was cut off`, () =>
      stories(entry, example, async (begin) => {
        const whole = await begin();
        await whole.run();
        const writes = writesOf(whole.sandbox);
        for (let limit = 1; limit < writes.length; limit++) {
          const { sandbox, run } = await begin();
          await assert.rejects(run({ onCall: cutAfter(limit) }), /cut off/);
          await run();
          // What was made is not made again; a profile asks by making, and is told that it is there.
          const left = creations(writes.slice(limit));
          const made = creations(writesOf(sandbox)).filter(
            (each) => left.includes(each) || each !== 'CreateInstanceProfile',
          );
          assert.deepEqual(made, left, `cut off after ${writes[limit - 1]}`);
          assert.deepEqual((await run()).steps, []);
        }
      }));

    test(`${name}, example ${index + 1}, does nothing twice when an answer is lost`, () =>
      stories(entry, example, async (begin) => {
        const whole = await begin();
        const { steps } = await whole.run();
        const writes = writesOf(whole.sandbox);
        for (let lost = 1; lost <= writes.length; lost++) {
          const { sandbox, run } = await begin();
          const outcome = await run({ requestHandler: losing(sandbox, lost) });
          assert.equal(outcome.steps.length, steps.length, `lost the answer to ${writes[lost - 1]}`);
          assert.deepEqual((await run()).steps, []);
        }
      }));
  }
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { startMoto, withoutMoto } from './moto.ts';
import { createStage, failures, type Run, type Stage } from './stage.ts';

/**
 * The calls that the shipped deployment makes of AWS. 29 of the first run's are writes, and nothing of what a second run reads tells
 * of two things: EC2 tells one attribute of a VPC at a time, and tags, policies, attributes, listeners and rules have calls of their own.
 */
const budget = {
  'a check on an empty account': 8,
  'the first run': 41,
  'the second run': 26,
  'a check where all is as it should be': 26,
  'a check of a destroy': 37,
  'a destroy': 85,
  'a destroy where nothing is left': 11,
};

type Calls = Record<keyof typeof budget, number>;

/** Waiting takes as many looks as it takes long. */
async function callsOn(stage: Stage): Promise<Calls> {
  const run = async (options: Parameters<Stage>[0]): Promise<number> => callsOf(await stage(options));
  return {
    'a check on an empty account': await run({ check: true }),
    'the first run': await run({}),
    'the second run': await run({}),
    'a check where all is as it should be': await run({ check: true }),
    'a check of a destroy': await run({ destroy: 'all', check: true }),
    'a destroy': await run({ destroy: 'all' }),
    'a destroy where nothing is left': await run({ destroy: 'all' }),
  };
}

function callsOf(run: Run): number {
  assert.equal(failures(run), '');
  return run.recap.calls;
}

const extraVars = [
  `image=${'1'.repeat(12)}.dkr.ecr.eu-west-1.amazonaws.com/engagetech@sha256:${'0'.repeat(64)}`,
  'service_wait=false',
];

describe('the shipped deployment makes no more calls than its budget allows', () => {
  for (const serial of [false, true])
    test(`in the sandbox, ${serial ? 'one after the other' : 'side by side'}`, async () => {
      const sandbox = createSandbox({ now: () => Date.UTC(2026, 0, 1) });
      const calls = await callsOn(createStage({ sandbox, environment: { PATH: '' }, extraVars, serial }));
      // One after the other each subnet but the first is looked for in a VPC that is not new any more.
      if (serial) assert.deepEqual(calls, { ...budget, 'the first run': budget['the first run'] + 2 });
      // Side by side it is a matter of time what one finds that another has read.
      else
        for (const [what, most] of Object.entries(budget))
          assert.ok(calls[what as keyof Calls] <= most, `${what} takes ${calls[what as keyof Calls]} calls`);
    });

  describe('against moto', { skip: withoutMoto }, () => {
    const { environment } = startMoto();
    test('where a VPC is there at once and nothing has to be waited for', async () => {
      const calls = await callsOn(createStage({ environment, extraVars }));
      assert.deepEqual(calls, { ...budget, 'the first run': 40, 'a check of a destroy': 34, 'a destroy': 74 });
    });
  });
});

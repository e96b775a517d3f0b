import assert from 'node:assert/strict';
import { createMemory } from '../../aws/remembering.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import { changesOf } from '../../engine/changes.ts';
import { noDifference } from '../../engine/difference.ts';
import { withOwner } from '../../engine/ownership.ts';
import { type ResourceOutcome, runResource } from '../../engine/run_resource.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { validateParams } from '../../schema/validate.ts';
import { plain } from '../../template/values.ts';
import { honest } from '../honest_memory.ts';
import type { Account } from './account.ts';
import type { Case } from './case.ts';
import { mistaken, surprises, unannounced } from './prediction.ts';
import type { Params, Variety } from './variety.ts';

/** What came of a case; `refused` names the mistake that both check and apply met. */
export interface Verdict {
  readonly changed: boolean;
  readonly steps: number;
  readonly refused?: string;
}

/** Holds one case to all that is promised of `--check`. Throws an AssertionError for what does not hold. */
export async function verify({ variety, before, cut, owned, adopt, goal }: Case, account: Account): Promise<Verdict> {
  const sandbox = account.sandbox.copy();
  const params = validated(variety, goal);
  // Both remember what they have read, and what is stale fails the case.
  const memory = honest(createMemory().at(''), sandbox, { answers: 0, empty: 0 });
  const reading = sandbox.world({ readOnly: true, memory });
  const shared = { sandbox, variety, adopt, reading, writing: sandbox.world({ memory }) };
  for (const [index, each] of before.entries())
    await establish(
      { ...shared, params: validated(variety, each) },
      owned,
      index === before.length - 1 ? cut : undefined,
    );
  const scene: Scene = { ...shared, params };
  const was = await variety.module.read(scene.reading, await resolved(scene));
  const planned = await attempt(scene, true);
  assert.deepEqual(planned.writes, [], 'check sends no write');
  const applied = await attempt(scene, false);
  if (planned.error !== undefined || applied.error !== undefined) {
    assert.equal(applied.error, planned.error, 'check and apply end alike');
    return { changed: false, steps: 0, refused: planned.error! };
  }
  agree(planned, applied);
  const left = await variety.module.read(scene.reading, await resolved(scene));
  const is = left && applied.outcome.change === 'removed' && variety.isGoing?.(left) ? undefined : left;
  assert.deepEqual(
    pathsOf(applied.outcome.diff),
    changesOf(was, is)
      .map(({ path }) => path)
      .filter((path) => !variety.module.moving?.includes(path.split(/[.[]/)[0]!))
      .sort(),
    'the diff names exactly the properties that changed',
  );
  await assertQuiet(scene, applied);
  return { changed: applied.outcome.changed, steps: applied.outcome.steps.length };
}

interface Scene {
  readonly sandbox: Sandbox;
  readonly variety: Variety;
  readonly params: Params;
  readonly adopt: boolean;
  /** A world refuses what it is not for; making one costs more than what is done in it. */
  readonly reading: World;
  readonly writing: World;
}

const owner = { playbook: 'drawn.yml', version: '1.0.0' };

interface Attempt {
  readonly outcome: ResourceOutcome;
  readonly writes: readonly string[];
  /** Code of the mistake it ended with. */
  readonly error?: string;
}

function agree(planned: Attempt, applied: Attempt): void {
  const [check, apply] = [planned.outcome, applied.outcome];
  assert.deepEqual(apply.steps, check.steps, 'apply takes exactly the steps that check announced');
  assert.equal(apply.changed, check.changed, 'both say alike whether it changed');
  assert.equal(applied.writes.length > 0, apply.changed, 'what changed was written, and nothing else');
  assert.deepEqual(Object.keys(check.result).sort(), Object.keys(apply.result).sort(), 'the same keys');
  assert.deepEqual(surprises(check.result, apply.result), [], 'what check knew of the result is so');
  assert.equal(apply.change, check.change, 'both say alike what becomes of it');
  assert.deepEqual(
    unannounced(check.diff.changes, apply.diff.changes),
    [],
    'check and apply differ in the same properties',
  );
  assert.deepEqual(mistaken(check.diff.changes, apply.diff.changes), [], 'what check knew of the diff is so');
}

/** Everything is as asked for: nothing is announced, done or written any more. */
async function assertQuiet(scene: Scene, applied: Attempt): Promise<void> {
  const quiet = { steps: [], writes: [], changed: false, diff: noDifference };
  for (const check of [true, false]) {
    const { outcome, writes, error } = await attempt(scene, check);
    assert.equal(error, undefined, `a second ${check ? 'check' : 'apply'} ends well`);
    const { steps, changed, diff } = outcome;
    assert.deepEqual({ steps, writes, changed, diff }, quiet, `a second ${check ? 'check' : 'apply'} is quiet`);
    const differs = surprises(applied.outcome.result, outcome.result);
    const unexplained = differs.filter((each) => !scene.variety.once.some((name) => each.startsWith(name)));
    assert.deepEqual(unexplained, [], `a second ${check ? 'check' : 'apply'} returns what the first apply returned`);
  }
}

async function attempt({ sandbox, variety, params, adopt, reading, writing }: Scene, check: boolean): Promise<Attempt> {
  const first = sandbox.calls.length;
  const writes = () =>
    sandbox.calls
      .slice(first)
      .filter(({ write }) => write)
      .map(({ operation }) => operation);
  try {
    const world = check ? reading : writing;
    const outcome = await runResource(variety.module, params as never, { world, check, ownership: { owner, adopt } });
    return { outcome: plain({ ...outcome }) as unknown as ResourceOutcome, writes: writes() };
  } catch (error) {
    return { outcome: nothing, writes: writes(), error: codeOf(error) };
  }
}

const nothing: ResourceOutcome = { changed: false, steps: [], result: {}, diff: noDifference };

/** Only refusals that tell the reader what to do are endings; anything else is a fault. */
function codeOf(error: unknown): string {
  if (error instanceof PlayError) return `${error.code}: ${error.message}`;
  throw error;
}

/** Applies what is there before the case begins, up to an interruption. */
async function establish(
  { writing: world, variety: { module }, params: written }: Scene,
  owned: boolean,
  cut?: number,
): Promise<void> {
  const asked = ((await module.resolve?.(world, written as never)) ?? written) as never;
  const now = await module.read(world, asked);
  const params = owned ? await withOwner(module, asked, now, { world, owner, adopt: false }) : asked;
  const steps = [...module.plan(now, module.want(params, now), params)];
  const known = { ...now };
  for (const step of steps.slice(0, cut)) Object.assign(known, await step.run(world, { known, progress: () => {} }));
}

function validated({ module, rules }: Variety, written: Params): Params {
  const { params, problems } = validateParams(module.schema, structuredClone(written), { rules });
  assert.deepEqual(problems, [], 'the case is well written');
  return params;
}

/** The parameters by which all is read, also tags that the task says nothing of. */
async function resolved({ reading, variety: { module }, params }: Scene): Promise<never> {
  const asked = (await module.resolve?.(reading, params as never)) ?? params;
  return ('tags' in module.schema.properties ? { tags: {}, ...asked } : asked) as never;
}

const pathsOf = ({ changes }: ResourceOutcome['diff']): string[] => changes.map(({ path }) => path).sort();

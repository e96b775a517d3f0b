import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { honestWorlds } from '../honest_memory.ts';
import { createStage, failures, type Run } from '../stage.ts';
import { surprises } from './prediction.ts';
import { type Random, randomOf } from './random.ts';

/** Variables of the shipped playbook that may differ from deployment to deployment without anything being replaced. */
const variables: Readonly<Record<string, (random: Random) => unknown>> = {
  app_tags: (random) =>
    Object.fromEntries(random.some(['Owner', 'stage', 'app'], 1).map((key) => [key, random.pick(['x', 'y z'])])),
  ecr_tag_mutability: (random) => random.pick(['mutable', 'immutable']),
  ecr_scan_on_push: (random) => random.chance(0.5),
  iam_allowed_cidr: (random) => random.pick(['0.0.0.0/0', '198.51.100.0/24', '203.0.113.7/32']),
  task_cpu: (random) => random.pick([256, 512]),
  task_memory: (random) => random.pick([1024, 2048]),
  task_environment: (random) =>
    Object.fromEntries(random.some(['A', 'B', 'C']).map((name) => [name, random.pick(['1', 'two'])])),
  task_log_retention: (random) => random.pick([1, 7, 30]),
  alb_path: (random) => random.pick(['/now', '/time']),
  alb_health_check_interval: (random) => random.integer(5, 12),
  alb_healthy_threshold: (random) => random.integer(2, 4),
  alb_deregistration_delay: (random) => random.pick([5, 10]),
  service_desired_count: (random) => random.integer(2, 4),
  service_minimum_healthy_percent: (random) => random.pick([50, 100]),
  image: (random) => random.pick(['public.ecr.aws/nginx/nginx:1.29', 'public.ecr.aws/nginx/nginx:1.30']),
};

type Values = Readonly<Record<string, unknown>>;

const draw = (random: Random): Values =>
  Object.fromEntries(Object.entries(variables).map(([name, each]) => [name, each(random)]));

/** Roles in an order in which each finds what it needs. */
const roles = ['ecr', 'vpc', 'iam', 'cluster', 'task', 'alb', 'services'];

interface Deployment {
  readonly values: Values;
  readonly tags?: readonly string[];
}

/** What was deployed before, and what shall be deployed. */
function drawn(seed: number): {
  readonly start: string;
  readonly before: readonly Deployment[];
  readonly goal: Values;
} {
  const random = randomOf(seed);
  const goal = draw(random);
  const drift = (): Values => ({
    ...goal,
    ...Object.fromEntries(random.some(Object.keys(variables), 1, 3).map((name) => [name, variables[name]!(random)])),
  });
  return random.pick([
    () => ({ start: 'empty', before: [], goal }),
    () => ({ start: 'converged', before: [{ values: goal }], goal }),
    () => ({ start: 'drifted', before: [{ values: drift() }], goal }),
    () => ({
      start: 'partly there',
      before: [{ values: drift(), tags: roles.slice(0, random.integer(1, roles.length - 1)) }],
      goal,
    }),
  ])();
}

const recalled = { answers: 0, empty: 0 };

function deploy(sandbox: Sandbox, { values, tags }: Deployment, check = false): Promise<Run> {
  // What is remembered although it is not so any more fails the task that got it.
  const worldFactory = honestWorlds(sandbox, recalled);
  const stage = createStage({ sandbox, environment: { PATH: '' }, worldFactory });
  return stage({ check, diff: true, extraVars: [JSON.stringify(values)], ...(tags ? { tags } : {}) });
}

/** A line for each task and each of its steps. */
const linesOf = ({ tasks }: Run): string[] =>
  tasks.flatMap(({ task, outcome: { status, change, steps = [] } }) => [
    `${task.name}: ${status} ${change ?? ''}`,
    ...steps.map((step) => `- ${step}`),
  ]);

/** The lines of the real run as far as they were announced: what was not known yet may have become anything. */
function asAnnounced(announced: readonly string[], actual: readonly string[]): string[] {
  const fits = (line: string, at: string) =>
    line.includes(yet) && new RegExp(`^${line.split(yet).map(escaped).join('.+')}$`).test(at);
  return actual.map((line, index) => (fits(announced[index] ?? '', line) ? announced[index]! : line));
}

const yet = '(known after apply)';
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

async function verify(seed: number): Promise<string> {
  const { start, before, goal } = drawn(seed);
  const sandbox = createSandbox({ now: () => Date.UTC(2026, 0, 1) });
  for (const each of before) assert.equal(failures(await deploy(sandbox, each)), '');
  const planned = await deploy(sandbox, { values: goal }, true);
  assert.deepEqual([failures(planned), planned.recap.writes], ['', 0], 'check walks to the end and writes nothing');
  const applied = await deploy(sandbox, { values: goal });
  assert.equal(failures(applied), '');
  const announced = linesOf(planned);
  assert.deepEqual(
    asAnnounced(announced, linesOf(applied)),
    announced,
    'apply takes exactly the steps that check announced',
  );
  for (const [index, { task, outcome }] of applied.tasks.entries()) {
    const [{ diff: _, ...predicted }, { diff: __, ...result }] = [planned.tasks[index]!.outcome.result, outcome.result];
    assert.deepEqual(surprises(predicted, result), [], `what check knew of "${task.name}" is so`);
  }
  const again = await deploy(sandbox, { values: goal });
  assert.deepEqual([again.recap.changed, again.recap.writes, failures(again)], [0, 0, ''], 'a second apply is quiet');
  return start;
}

test('deployments of the shipped playbook: check tells what apply does', async (t) => {
  const { PLAY_CASES, PLAY_SEED } = process.env;
  const [only, seed] = PLAY_SEED?.split(':') ?? [];
  if (only !== undefined && only !== 'playbook') return t.skip('another case is asked for');
  const count = Math.ceil(Number(PLAY_CASES ?? 2_000) / 200);
  const seeds = seed === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [Number(seed)];
  const starts: string[] = [];
  for (const each of seeds) {
    try {
      starts.push(await verify(each));
    } catch (error) {
      throw new Error(
        `PLAY_SEED=playbook:${each}\n${JSON.stringify(drawn(each), undefined, 2)}\n${(error as Error).stack}`,
      );
    }
  }
  if (only === undefined) assert.ok(recalled.answers > 0 && recalled.empty > 0, 'there was something to remember');
  t.diagnostic(
    `${seeds.length} deployments: ${[...new Set(starts)].map((each) => `${starts.filter((start) => start === each).length} ${each}`).join(', ')}`,
  );
});

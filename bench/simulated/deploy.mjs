// deploy.js linear|graph: the shipped deployment on an AWS in process that takes its time, on a clock that jumps over the waits.
// Prints { seconds, own, calls, units: { role: seconds }, edges: [{ from, to }] } as JSON.
import { createWorld } from '../../runner/aws/create_world.ts';
import { graphs, play } from '../../runner/play.ts';
import { latencyState } from '../../runner/sandbox/latency.ts';
import { createLivingSandbox } from '../../runner/sandbox/sandbox.ts';
import { createJumpingClock } from './clock.mjs';
import { latencyOf } from './latencies.mjs';

const [strategy, ...extraVars] = process.argv.slice(2);
const clock = createJumpingClock();
const sandbox = createLivingSandbox({ clock });
sandbox.state(latencyState).profile = 'aws';

const { requestHandler } = sandbox;
/** Half of a call's time goes by on the way there, half on the way back. */
const slowHandler = {
  ...requestHandler,
  async handle(request, options) {
    const latency = latencyOf(request);
    await clock.sleep(latency / 2);
    const answer = await requestHandler.handle(request, options);
    await clock.sleep(latency / 2);
    return answer;
  },
};
const world = ({ environment: _, ...options } = {}) =>
  createWorld({ region: sandbox.region, ...options, requestHandler: slowHandler, clock, environment: {} });

/** When the first task of a role began and its last one ended: run one after the other, that is how long the role takes alone. */
const spans = new Map();
let failure = '';
const options = {
  playbook: 'playbook.yml',
  extraVars,
  sandbox: { ...sandbox, world },
  environment: { PATH: process.env.PATH },
  serial: strategy === 'linear',
  reporter(event) {
    if (event.type === 'task_started' && !spans.has(event.task.role)) spans.set(event.task.role, { from: clock.now() });
    if (event.type !== 'task_done') return;
    spans.get(event.task.role).to = clock.now();
    if (event.outcome.status === 'failed') failure = event.outcome.result.msg;
  },
};
const { code, recap, diagnostics } = await play(options);
const seconds = (clock.now() - performance.timeOrigin) / 1000;
const own = performance.now() / 1000;
if (code !== 0) throw new Error(`the ${strategy} run ended with ${code}: ${failure || JSON.stringify(diagnostics)}`);
const [graph] = (await graphs(options)).plays;
const titleOf = new Map(graph.sections.flatMap((section) => section.units).map(({ id, title }) => [id, title]));
const edges = graph.sections.flatMap((section) =>
  section.edges.map(({ from, to }) => ({ from: titleOf.get(from), to: titleOf.get(to) })),
);
const units = Object.fromEntries([...spans].map(([role, { from, to }]) => [role, (to - from) / 1000]));
console.log(JSON.stringify({ seconds, own, calls: recap.calls, units, edges }));

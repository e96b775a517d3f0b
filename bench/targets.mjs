// What was promised, and what was measured of it.
import { loadName, sizeName, sizes } from './scenarios/scale.mjs';
import { duration, slope, times } from './statistics.mjs';
import { find } from './summarise.mjs';

const first = 'first run';
const second = 'second run';
const check = 'check, converged';

/** { text, value, shown, limit, met }; those of which something was not measured are left out. */
export function targetsOf(rows) {
  const ratio = (scenario, what, above, below, measure = 'seconds') => {
    const [a, b] = [find(rows, scenario, what, above)?.[measure], find(rows, scenario, what, below)?.[measure]];
    return a && b ? a.median / b.median : undefined;
  };
  const faster = (text, least, scenario, what, than = 'Ansible') =>
    atLeast(text, least, ratio(scenario, what, than, 'Play'));
  const atMostTimes = (text, most, value) => target(text, value, times, `≤ ${times(most)}`, (v) => v <= most);
  const requests = (what) => ratio('deployment', what, 'Play', 'Ansible', 'requests');
  const start = ratio('start', '--version', 'Play', 'node -e 0');
  const simulated = (what, above, below) => ratio('simulated', what, above, below);
  return [
    faster('first run, Ansible’s time to ours', 25, 'deployment', first),
    faster('second run', 30, 'deployment', second),
    faster('check of what is there', 30, 'deployment', check),
    atMostTimes('first run beside the floor', 1.5, ratio('deployment', first, 'Play', 'floor')),
    atMostTimes('second run beside the floor', 1.5, ratio('deployment', second, 'Play', 'floor')),
    share('API calls of a first run, to Ansible’s', 1 / 2, requests(first)),
    share('API calls of a second run', 1 / 3, requests(second)),
    faster('1,000 tasks', 100, 'tasks', '1,000 tasks'),
    faster('loop of 10,000 numbers', 200, 'loop', 'loop of 10,000 numbers'),
    faster('loop of 10,000 pairs', 200, 'pairs', 'loop of 10,000 pairs'),
    faster('--list-tasks', 4, 'start', '--list-tasks'),
    atMostTimes('--version beside node -e 0', 1.3, start),
    atMostTimes('side by side, beside the critical path', 1.1, simulated('until it serves', 'graph', 'critical path')),
    atMostTimes(
      '… not waiting for the service',
      1.1,
      simulated('until the service is created', 'graph', 'critical path'),
    ),
    perTask(rows),
    memory(rows),
  ].filter((each) => each !== undefined);
}

const target = (text, value, show, limit, holds) =>
  value === undefined ? undefined : { text, value, shown: show(value), limit, met: holds(value) };

const atLeast = (text, least, value) => target(text, value, times, `≥ ${times(least)}`, (v) => v >= least);

const percent = (value) => `${Math.round(value * 100)} %`;

const share = (text, most, value) => target(text, value, percent, `≤ ${percent(most)}`, (v) => v <= most);

/** What one more task costs the engine: what it costs the run, less what it costs to load and check it. It waits for nothing meanwhile. */
function perTask(rows) {
  const [run, load] = [sizeName, loadName].map(
    (nameOf) => growth(rows, nameOf, 'cpu') ?? growth(rows, nameOf, 'seconds'),
  );
  const value = run === undefined || load === undefined ? undefined : run - load;
  return target('engine’s processor time for a task, at 10,000', value, duration, '< 0.1 ms', (v) => v < 1e-4);
}

function memory(rows) {
  const value = find(rows, 'deployment', first, 'Play')?.megabytes?.most;
  return target(
    'peak memory of the first run',
    value,
    (v) => `${Math.round(v)} MB`,
    '< 120 MB',
    (v) => v < 120,
  );
}

/** What a measure grows by with one task more. Of the least figures: whatever disturbs a run only adds to it. */
export function growth(rows, nameOf, measure) {
  const points = sizes.map((x) => ({ x, y: find(rows, 'scale', nameOf(x), 'Play')?.[measure]?.least }));
  return points.some(({ y }) => y === undefined) ? undefined : slope(...points);
}

// The shipped deployment on an AWS in process whose calls and resources take their time; see simulated/.
import { inTurn } from '../in_turn.mjs';
import { bareEnvironment, project } from '../programs.mjs';
import { criticalPath } from '../simulated/critical_path.mjs';

/** What is run, and with which variables. */
const cases = { 'until it serves': [], 'until the service is created': ['service_wait=false'] };

export const simulated = {
  name: 'simulated',
  title:
    'the shipped deployment on a simulated AWS: latencies are assumptions (bench/simulated/latencies.mjs), time includes the runner’s own',
  rounds: { usual: 3, quick: 1 },
  async run({ simulation, rounds, measured, onSample }) {
    const env = bareEnvironment();
    const once = async (strategy, extraVars) => {
      const sample = await measured([process.execPath, simulation, strategy, ...extraVars], { env, cwd: project });
      const { seconds, ...told } = JSON.parse(sample.output.trim().split('\n').at(-1));
      // Memory and processor are those of the sandbox, too: they tell nothing.
      return { ...told, seconds, code: sample.code };
    };
    const side = (name, strategy) => ({
      name,
      run: async () => {
        const samples = {};
        for (const [what, extraVars] of Object.entries(cases)) samples[what] = await once(strategy, extraVars);
        return samples;
      },
    });
    const samples = await inTurn(rounds, [side('linear', 'linear'), side('graph', 'graph')], onSample);
    const [linear, graph] = [samples.get('linear'), samples.get('graph')];
    const paths = graph.map((sample, i) =>
      Object.fromEntries(Object.keys(cases).map((what) => [what, pathOf(linear[i][what], sample[what])])),
    );
    return new Map([...samples, ['critical path', paths]]);
  },
};

/** Each role as quick as it was in the better of both runs: alone under linear, with its loops side by side under graph. */
function pathOf(linear, graph) {
  const durations = new Map(
    Object.entries(graph.units).map(([role, seconds]) => [role, Math.min(seconds, linear.units[role])]),
  );
  const { length, path } = criticalPath(durations, graph.edges);
  return { seconds: length, path };
}

// Where it was measured: what others need to make something of the figures, and nothing that tells where this stands.
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export const machine = () => ({
  processors: availableParallelism(),
  model: cpus()[0]?.model.trim() ?? 'unknown',
  memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
  node: process.versions.node,
});

/** The load of the last minute, a processor. */
export const load = () => loadavg()[0] / availableParallelism();

/** Above this, something else runs as well, and wall time says little. */
export const busy = 0.5;

import { deployment } from './deployment.mjs';
import { loopOverPairs, plainLoop } from './loop.mjs';
import { scale } from './scale.mjs';
import { simulated } from './simulated.mjs';
import { startUp } from './start_up.mjs';
import { tasks } from './tasks.mjs';
import { templating } from './templating.mjs';

/** In the order in which they run: what takes longest at the end. */
export const scenarios = [startUp, simulated, scale, templating, tasks, deployment, plainLoop, loopOverPairs];

import type { LivingSandbox } from '../sandbox.ts';
import { ecsState } from '../services/ecs/state.ts';
import { elbState } from '../services/elbv2/state.ts';

/** The states of a task in which something of it runs. */
const ALIVE = ['PENDING', 'ACTIVATING', 'RUNNING', 'DEACTIVATING', 'STOPPING'];

/** Opens load balancers and runs tasks again, as the state that was read back has them. */
export async function resume({ runtime, host, store }: LivingSandbox): Promise<void> {
  for (const region of store.regions()) {
    const context = host.context(region);
    for (const record of context.state(elbState).balancers.values()) {
      // Its port may have been taken in the meantime.
      if (runtime.balancers) record.balancer.DNSName = await runtime.balancers.open(record, context);
    }
    for (const record of context.state(ecsState).tasks.values()) {
      if (ALIVE.includes(record.task.lastStatus)) runtime.tasks?.resume(record, context);
    }
  }
}

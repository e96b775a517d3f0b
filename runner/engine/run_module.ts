import type { Call, Invoked } from './call.ts';
import { runAction } from './run_action.ts';
import { runInfo, runModuleResource } from './run_aws.ts';

/** Runs a module or, in check mode, rehearses it. What goes wrong is a result. */
export async function runModule(call: Call): Promise<Invoked> {
  const done = await invoked(call);
  return done.undecided && isIdle(call, done) ? { ...done, idle: true } : done;
}

function invoked(call: Call): Promise<Invoked> {
  const { module } = call;
  if (module.kind === 'resource') return runModuleResource(call, module);
  return module.kind === 'info' ? runInfo(call, module) : runAction(call, module);
}

/** Whether nothing would change even if the task ran. */
function isIdle({ module }: Call, { result, kept, steps = [] }: Invoked): boolean {
  if (module.kind === 'info' || (module.kind === 'action' && module.check === 'runs')) return true;
  return kept === undefined && steps.length === 0 && result['changed'] !== true;
}

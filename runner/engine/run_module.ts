import type { Call, Invoked } from './call.ts';
import { runAction } from './run_action.ts';
import { runInfo, runModuleResource } from './run_aws.ts';

/** Runs a module or, in check mode, rehearses it. What goes wrong is a result. */
export function runModule(call: Call): Promise<Invoked> {
  const { module } = call;
  if (module.kind === 'resource') return runModuleResource(call, module);
  return module.kind === 'info' ? runInfo(call, module) : runAction(call, module);
}

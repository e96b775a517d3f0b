import { containsUnknown } from '../template/values.ts';
import type { Call, Invoked } from './call.ts';
import type { Running } from './conclude.ts';
import { environmentSecrets } from './environment_secrets.ts';
import { booleanIn, valueIn } from './keyword_values.ts';
import { type LoadedModule, loadedModule, loadModule } from './load_module.ts';
import { isUnknownYet, unknownYet } from './not_known_yet.ts';
import { readInstead } from './partial/read_instead.ts';
import { prepare } from './prepare.ts';
import { describe } from './reading/describe.ts';
import { notKnownYet } from './run_aws.ts';
import { backgroundSeconds, runInBackground } from './run_in_background.ts';
import { runModule } from './run_module.ts';
import type { VariableScope } from './scope.ts';
import { taskEnvironment } from './task_environment.ts';

/** Calls a task's module once. Mistakes in its parameters are thrown; what goes wrong while it runs is a result. */
export async function invoke(running: Running, scope: VariableScope, how: How): Promise<Invoked> {
  const { task, frame } = running;
  const { options } = frame.play.run;
  try {
    const loaded = loadedModule(task.module.value) ?? (await loadModule(task.module.value, task.module.place));
    const call = callOf(running, loaded, scope, how);
    const done = await act(call);
    // What a result shares with the parameters has been looked through.
    const secrets = environmentSecrets(done.result, Object.values(call.params));
    for (const secret of secrets) options.redactor.add(secret);
    return done;
  } catch (error) {
    if (!isUnknownYet(error) || !(options.check || how.undecided)) throw error;
    return notKnownYet(`cannot run yet: ${(error as Error).message}`);
  }
}

interface How {
  readonly undecided: boolean;
  readonly hidden: boolean;
}

function callOf(running: Running, loaded: LoadedModule, scope: VariableScope, { undecided, hidden }: How): Call {
  const { frame } = running;
  const { options } = frame.play.run;
  const { module, schema, params, connection, vague } = prepare(running, loaded, scope, hidden);
  return {
    module,
    schema,
    params,
    connection,
    undecided,
    hidden,
    running,
    scope,
    check: undecided || booleanIn(frame.nearest.check_mode, scope, options.check),
    diff: booleanIn(frame.nearest.diff, scope, options.diff),
    environment: taskEnvironment(frame, scope),
    vague,
  };
}

function act(call: Call): Promise<Invoked> {
  const { info, frame } = call.running;
  const { reading } = frame.play.run;
  if (reading) return describe(call, reading);
  if (!call.check && info.kind !== 'read' && call.module.kind !== 'info') refuseVague(call);
  const seconds = backgroundSeconds(call);
  if (seconds > 0) return runInBackground(call, seconds);
  return info.kind === 'read' ? readInstead(call) : runModule(call);
}

/** What is really done needs all it is done with. */
function refuseVague({ params, running, vague, scope }: Call): void {
  if (vague) {
    const name = Object.keys(params).find((each) => containsUnknown(params[each]));
    throw unknownYet(`the value of "${name}"`, running.task.args.within([name!]));
  }
  for (const at of running.frame.environment)
    if (containsUnknown(valueIn(at, scope))) throw unknownYet('a value of environment', at.place);
}

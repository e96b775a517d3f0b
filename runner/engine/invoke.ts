import { PlayError } from '../diagnostics.ts';
import { containsUnknown } from '../template/values.ts';
import type { Call, Invoked } from './call.ts';
import type { Running } from './conclude.ts';
import { describe } from './destroy/describe.ts';
import { booleanIn } from './keyword_values.ts';
import { readInstead } from './partial/read_instead.ts';
import { prepare } from './prepare.ts';
import { backgroundSeconds, runInBackground } from './run_in_background.ts';
import { runModule } from './run_module.ts';
import type { VariableScope } from './scope.ts';
import { taskEnvironment } from './task_environment.ts';

/** Calls a task's module once. Mistakes in its parameters are thrown; what goes wrong while it runs is a result. */
export async function invoke(
  running: Running,
  scope: VariableScope,
  how: { undecided: boolean; hidden: boolean },
): Promise<Invoked> {
  const { frame, info } = running;
  const { options } = frame.play.run;
  const prepared = await prepare(running, scope, how.hidden);
  const call: Call = {
    ...prepared,
    ...how,
    running,
    scope,
    check: how.undecided || booleanIn(frame.nearest.check_mode, scope, options.check),
    diff: booleanIn(frame.nearest.diff, scope, options.diff),
    environment: taskEnvironment(frame, scope),
    vague: containsUnknown(prepared.params),
  };
  const { reading } = frame.play.run;
  if (reading) return describe(call, reading);
  if (call.vague && !call.check && info.kind !== 'read') refuseVague(call);
  const seconds = backgroundSeconds(call);
  if (seconds > 0) return runInBackground(call, seconds);
  return info.kind === 'read' ? readInstead(call) : runModule(call);
}

function refuseVague({ params, running }: Call): never {
  const name = Object.keys(params).find((each) => containsUnknown(params[each]));
  throw new PlayError({
    code: 'not-known-yet',
    message: `the value of "${name}" is not known: it comes from a task that ran in check mode`,
    place: running.task.args.within([name!]),
    hint: 'take check_mode off that task, or put it on this one',
  });
}

import { PlayError } from '../diagnostics.ts';
import { containsUnknown } from '../template/values.ts';
import type { Running } from './conclude.ts';
import { runAction } from './invoke_action.ts';
import { runInfo, runModuleResource } from './invoke_aws.ts';
import { booleanIn } from './keyword_values.ts';
import { readInstead } from './partial/read_instead.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Done } from './results.ts';
import type { VariableScope } from './scope.ts';
import { taskEnvironment } from './task_environment.ts';

/** How one call of a module ended. */
export type Invoked = Omit<Done, 'hidden' | 'milliseconds'>;

/** One call of a module: what it is called with and how. */
export interface Call extends Prepared {
  readonly running: Running;
  readonly scope: VariableScope;
  readonly check: boolean;
  readonly diff: boolean;
  /** Whether it would run at all is not known. */
  readonly undecided: boolean;
  readonly hidden: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** Some parameter is not known yet. */
  readonly vague: boolean;
}

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
  if (call.vague && !call.check && info.kind !== 'read') refuseVague(call);
  return info.kind === 'read' ? readInstead(call) : run(call);
}

/** Runs or, in check mode, rehearses. */
export function run(call: Call): Promise<Invoked> {
  const { module } = call;
  if (module.kind === 'resource') return runModuleResource(call, module);
  return module.kind === 'info' ? runInfo(call, module) : runAction(call, module);
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

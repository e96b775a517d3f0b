import type { Action, Resource, Result } from '../../modules/module.ts';
import type { Task } from '../../playbook/types.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { unknown } from '../../template/values.ts';
import type { Call, Invoked } from '../call.ts';
import { failure } from '../failure.ts';
import { modeOf } from '../mode.ts';
import { saysItOnlyReads } from '../partial/read_instead.ts';
import { notKnownYet, worldOf } from '../run_aws.ts';
import { runModule } from '../run_module.ts';
import { isIdentified } from '../run_resource.ts';
import { formerOf } from './former.ts';
import { leaveOpen, openIn } from './open.ts';
import type { Reading } from './reading.ts';

/**
 * What a task is worth on the way through a playbook that is to be taken down: a resource is read and remembered, what only
 * reads or makes values runs, and of everything else nothing is known.
 */
export async function describe(call: Call, reading: Reading): Promise<Invoked> {
  const { module, vague, running } = call;
  if (module.kind === 'resource') return describeResource(call, module, reading);
  if (module.kind === 'info') return vague ? notKnownYet() : runModule({ ...call, check: true });
  if (module.pure ? vague : !onlyLooks(module, running.task)) leaveOpen(call, reading);
  return module.pure || onlyLooks(module, running.task) ? runModule({ ...call, check: false }) : notKnownYet();
}

/** Of what acts, only commands can merely look, and only their author knows. */
const onlyLooks = ({ name, check }: Action<ModuleSchema>, task: Task): boolean =>
  (check === 'skips' || name === 'command') && saysItOnlyReads(task);

async function describeResource(
  call: Call,
  module: Resource<ModuleSchema, object>,
  reading: Reading,
): Promise<Invoked> {
  const { task, frame } = call.running;
  try {
    const world = await worldOf(call, true);
    const written = call.params as Infer<ModuleSchema>;
    const params = (await (module.removal?.resolve ?? module.resolve)?.(world, written)) ?? written;
    const identified = isIdentified(module, params);
    const owner = frame.play.run.options.ownership?.owner;
    const found = identified ? await module.read(world, params, owner) : undefined;
    const isMissing = identified && !found && !isGone(params);
    const former = isMissing ? await formerOf(call, module, params, reading) : undefined;
    const now = found ?? former;
    if (modeOf(task, frame) === 'run' && !isGone(params))
      reading.described.push({
        call,
        module,
        params,
        isIdentified: identified,
        now,
        isFormer: former !== undefined,
        dependsOn: identified ? undefined : openIn(call, module, reading),
      });
    const result = resultOf(module, params, now);
    // Whether the run that made it changed anything nobody can tell any more.
    return result ? { result: { ...result, changed: unknown } } : notKnownYet();
  } catch (error) {
    return failure(error);
  }
}

/** What the playbook itself takes away it does not describe. */
const isGone = (params: object): boolean =>
  'state' in params && (params.state === 'absent' || params.state === 'deleting');

/** What is there, or as far as can be said what would be there. */
function resultOf(
  module: Resource<ModuleSchema, object>,
  params: Infer<ModuleSchema>,
  now: object | undefined,
): Result | undefined {
  try {
    return module.result(now ?? module.want(params, now), params);
  } catch {
    return undefined;
  }
}

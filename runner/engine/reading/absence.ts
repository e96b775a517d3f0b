import type { Owner } from '../../aws/ownership.ts';
import type { World } from '../../aws/world.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { type Described, idOf } from './reading.ts';

/** The parameters that ask for the absence of what others describe. */
export function absentParams(
  { module, params }: Pick<Described, 'module' | 'params'>,
  now?: object,
): Infer<ModuleSchema> {
  return module.removal?.absent?.(params, now) ?? ({ ...params, state: 'absent' } as Infer<ModuleSchema>);
}

/** What there is to remove; undefined when it is not there. Only reads. */
export async function readToRemove(
  described: Pick<Described, 'module' | 'params' | 'now' | 'isFormer'>,
  absent: Infer<ModuleSchema>,
  world: World,
  owner: Owner | undefined,
): Promise<object | undefined> {
  const { module, params, isFormer } = described;
  const { removal } = module;
  if (isFormer && owner) {
    const found = await module.predecessors?.(world, params, owner);
    return found?.find((now) => idOf({ module, now, params }) === idOf(described));
  }
  return removal?.read && owner ? removal.read(world, absent, owner) : module.read(world, absent, owner);
}

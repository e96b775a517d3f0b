import { errorCode } from '../../../aws/errors.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { describeInterface, findInterfaces } from './in_the_way.ts';
import { type UsedInterface, usersOf } from './interface_users.ts';

/** What is being removed, and what may hold it back. */
export interface Holding {
  /** `subnet subnet-1`. */
  readonly what: string;
  /** Filters for the network interfaces that hold it. */
  readonly interfaces: Readonly<Record<string, unknown>>;
  /** Only interfaces with a public address count. */
  readonly onlyPublic?: boolean;
  /** What else may be in the way, in words. */
  readonly others?: () => Promise<readonly string[]>;
  readonly progress: (message: string) => void;
}

/** AWS takes the interfaces of tasks back within a minute, those of a load balancer within some. */
const limit = 600_000;

/** How long AWS may go on to see what has gone. */
const lag = 30_000;

const interval = 5_000;

/**
 * Removes something once AWS has taken back the network interfaces that load balancers and tasks leave behind for a while. What
 * does not go by itself is named, and not waited for.
 */
export async function onceLetGo(world: World, holding: Holding, remove: () => Promise<unknown>): Promise<void> {
  const { what, progress } = holding;
  const start = world.now();
  let seen = start;
  for (;;) {
    try {
      await remove();
      return;
    } catch (error) {
      if (errorCode(error) !== 'DependencyViolation') throw error;
      world.forget?.();
      const held = await holders(world, holding);
      const now = world.now();
      if (held === undefined || held.length > 0) seen = now;
      const staying = held?.filter(({ user }) => user !== undefined) ?? [];
      if (staying.length > 0 || now - start >= limit || now - seen >= lag)
        throw await stillInUse(holding, staying.length > 0 ? staying : (held ?? []), error);
      progress(`waiting until AWS lets ${what} go: ${describe(held)}`);
      await world.sleep(interval);
    }
  }
}

/** The interfaces; undefined for who may not list them. */
async function holders(world: World, { interfaces, onlyPublic }: Holding): Promise<UsedInterface[] | undefined> {
  const found = await unlessMissing('UnauthorizedOperation', () => findInterfaces(world, interfaces));
  const counted = found?.filter(({ Association }) => !onlyPublic || Association?.PublicIp !== undefined);
  return counted && usersOf(world, counted);
}

function describe(held: readonly UsedInterface[] | undefined): string {
  const [first] = held ?? [];
  if (!first) return 'it is still in use';
  return held!.length === 1
    ? describeInterface(first.networkInterface)
    : `${held!.length} network interfaces, among them ${describeInterface(first.networkInterface)}`;
}

async function stillInUse({ what, others }: Holding, held: readonly UsedInterface[], cause: unknown) {
  const names = [
    ...held.map(({ networkInterface }) => describeInterface(networkInterface)),
    ...((await others?.()) ?? []),
  ];
  return new PlayError({
    code: 'still-in-use',
    message: `${what} is still in use${names.length > 0 ? ` by ${names.join(', ')}` : ''}`,
    hint: 'remove what uses it, then run again',
    cause,
  });
}

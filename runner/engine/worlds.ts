import { type Connection, worldKey, worldOptions } from '../aws/connection.ts';
import type { WorldOptions } from '../aws/create_world.ts';
import { createLimiters } from '../aws/limiter.ts';
import { createMemory, type Memory } from '../aws/remembering.ts';
import type { World } from '../aws/world.ts';

/** Makes the worlds of a run: AWS itself unless something else (the sandbox) stands in. */
export type WorldFactory = (options: WorldOptions) => World | Promise<World>;

/** Which world a task gets. */
export interface WorldChoice {
  readonly readOnly: boolean;
  /** The environment of the task. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The worlds of a run, one per way of connecting, and what was asked of them. */
export interface Worlds {
  get(connection: Connection, choice: WorldChoice): Promise<World>;
  readonly counts: { readonly calls: number; readonly writes: number };
  /** What all of them have read. */
  readonly memory: Pick<Memory, 'forget' | 'outside'>;
}

export function createWorlds(signal: AbortSignal, factory: WorldFactory = realWorld): Worlds {
  const worlds = new Map<string, Promise<World>>();
  const limiters = createLimiters();
  const memory = createMemory();
  const counts = { calls: 0, writes: 0 };
  const onCall = ({ write }: { readonly write: boolean }) => {
    counts.calls += 1;
    if (write) counts.writes += 1;
  };
  return {
    counts,
    memory,
    get(connection, { readOnly, environment }) {
      const place = `${worldKey(connection)} ${environmentKey(environment)}`;
      const key = `${readOnly} ${place}`;
      let world = worlds.get(key);
      if (!world) {
        world = (async () =>
          factory({
            ...worldOptions(connection),
            readOnly,
            environment,
            signal,
            onCall,
            limiters,
            memory: memory.at(place),
          }))();
        worlds.set(key, world);
      }
      return world;
    },
  };
}

/** The SDK is loaded when the first task needs AWS, not when Play starts. */
async function realWorld(options: WorldOptions): Promise<World> {
  const { createWorld } = await import('../aws/create_world.ts');
  return createWorld(options);
}

/** The variables by which the SDK and we choose account, region and endpoint. */
function environmentKey(environment: Readonly<Record<string, string>>): string {
  return Object.keys(environment)
    .filter((name) => name.startsWith('AWS_') || name.startsWith('EC2_'))
    .sort()
    .map((name) => `${name}=${environment[name]}`)
    .join('\n');
}

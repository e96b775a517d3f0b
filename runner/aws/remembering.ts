import type { World } from './world.ts';

/** Gives each world again as one in which what was asked before is not asked again. */
export type Memory = (world: World) => World;

interface Command {
  readonly input: unknown;
}
interface Client {
  send(command: Command, ...rest: unknown[]): Promise<unknown>;
}

/** For a while in which nothing is written. A wait makes it forget: something may have happened meanwhile. */
export function createMemory(): Memory {
  const worlds = new Map<World, World>();
  return (world) => {
    const known = worlds.get(world) ?? remembering(world);
    worlds.set(world, known);
    return known;
  };
}

function remembering(world: World): World {
  const clients = new Map<unknown, unknown>();
  const answers = new Map<unknown, Map<string, Promise<unknown>>>();
  return {
    region: world.region,
    now: () => world.now(),
    sleep(ms) {
      answers.clear();
      return world.sleep(ms);
    },
    client(Client) {
      const known = (clients.get(Client) as InstanceType<typeof Client>) ?? askingOnce(world.client(Client), answers);
      clients.set(Client, known);
      return known;
    },
  };
}

/** That something is not there is an answer, that AWS could not be reached is none. */
function isAnswer(error: unknown): boolean {
  const { httpStatusCode = 0 } = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata ?? {};
  return httpStatusCode >= 400 && httpStatusCode < 500;
}

/** The SDK's paginators want an instance of the client's own class. */
function askingOnce<C>(client: C, answers: Map<unknown, Map<string, Promise<unknown>>>): C {
  const { send } = client as Client;
  const ask = (command: Command, ...rest: unknown[]): Promise<unknown> => {
    const kind = command.constructor;
    const known = answers.get(kind) ?? new Map<string, Promise<unknown>>();
    answers.set(kind, known);
    const question = JSON.stringify(command.input);
    const asked = known.get(question) ?? send.call(client as Client, command, ...rest);
    known.set(question, asked);
    asked.catch((error) => isAnswer(error) || known.delete(question));
    return asked;
  };
  return new Proxy(client as object, {
    get: (target, property, receiver) => (property === 'send' ? ask : Reflect.get(target, property, receiver)),
  }) as C;
}

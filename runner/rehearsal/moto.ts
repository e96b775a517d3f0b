import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { after, before } from 'node:test';
import type { WorldOptions } from '../aws/create_world.ts';

const wanted = process.env['PLAY_MOTO'] === '1';
const present = spawnSync('moto_server', ['--help']).status === 0;
const why = wanted ? 'moto_server is not on PATH' : 'set PLAY_MOTO=1';

/** For the `skip` of what needs moto: false where it is wanted and there. */
export const withoutMoto = wanted && present ? false : `SKIPPED: nothing is tried against moto: ${why}`;

/** The environment of a client of moto; its endpoint is known once the server runs. */
export interface Moto {
  readonly environment: Record<string, string>;
  /** For a world of its own. */
  world(): Pick<WorldOptions, 'endpoint' | 'environment'>;
  /** An empty account again. */
  reset(): Promise<void>;
}

/** A moto server of the suite's own, from its beginning to its end. */
export function startMoto(): Moto {
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    AWS_ACCESS_KEY_ID: 'moto',
    AWS_SECRET_ACCESS_KEY: 'moto-secret',
  };
  let moto: ChildProcess;
  before(async () => {
    const port = await freePort();
    environment['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${port}`;
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    await answers(environment['AWS_ENDPOINT_URL']);
  });
  after(() => moto?.kill());
  return {
    environment,
    world: () => ({ environment, endpoint: environment['AWS_ENDPOINT_URL'] }),
    async reset() {
      await fetch(`${environment['AWS_ENDPOINT_URL']}/moto-api/reset`, { method: 'POST' });
    },
  };
}

/** A port nobody listens on: asked of the system, then given back. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`moto does not answer at ${url}`);
}

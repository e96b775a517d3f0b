import { connect, createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const host = '127.0.0.1';

function open(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, host, () => resolve(server));
  });
}

/** A free loopback port for each container port; they are all taken at once, so that they differ. */
export async function privatePorts(containerPorts: readonly number[]): Promise<Map<number, number>> {
  const servers = await Promise.all(containerPorts.map(open));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return new Map(containerPorts.map((port, index) => [port, ports[index]!]));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

const BETWEEN_TRIES_MS = 25;

/**
 * Comes back once one of the ports takes connections, or when the time is over, or when there is no use any more; tells
 * whether one does.
 */
export async function firstAnswer(ports: readonly number[], limitMs: number, useless: () => boolean): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!useless() && Date.now() < end) {
    const found = await Promise.all(ports.map(answers));
    if (found.some(Boolean)) return true;
    await delay(BETWEEN_TRIES_MS);
  }
  return false;
}

/** Puts the private port wherever a word of a command says the container port. */
export function replacePorts(word: string, ports: ReadonlyMap<number, number>): string {
  return word.replace(/(^|[\s=:'"])(\d{1,5})(?=$|[\s'"/)])/g, (all, before: string, digits: string) => {
    const port = ports.get(Number(digits));
    return port === undefined ? all : `${before}${port}`;
  });
}

/** The same, only where the word says that it means this machine: `http://localhost:8080/health`. */
export function replaceLocalPorts(word: string, ports: ReadonlyMap<number, number>): string {
  return word.replace(/(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d{1,5})\b/g, (all, _name, digits: string) => {
    const port = ports.get(Number(digits));
    return port === undefined ? all : `127.0.0.1:${port}`;
  });
}

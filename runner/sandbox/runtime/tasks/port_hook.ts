import type * as Net from 'node:net';

/**
 * Runs inside the processes of tasks, before their own code: where they listen on or connect to a container port, they
 * get the private one that stands for it, on the loopback address alone. It is written to a file by its own text, so
 * it must not use anything from outside.
 */
export function mapPorts(net: typeof Net, ports: Record<number, number>): void {
  // biome-ignore lint/suspicious/noExplicitAny: both methods take their arguments in many ways
  type Method = (this: any, ...args: any[]) => any;
  const containerPorts = new Map(Object.entries(ports).map(([container, own]) => [own, Number(container)]));
  const here = new Set([undefined, null, '', 'localhost', '127.0.0.1', '0.0.0.0', '::', '::1', '::ffff:127.0.0.1']);
  const server = net.Server.prototype as unknown as Record<'listen' | 'address', Method>;
  const socket = net.Socket.prototype as unknown as Record<'connect', Method>;
  const { listen, address } = server;
  const { connect } = socket;

  server.listen = function (first, ...rest) {
    const options = optionsOf(first, rest);
    if (options?.port === undefined || options.port === null || options.port === false) {
      return listen.call(this, first, ...rest);
    }
    const wanted = Number(options.port);
    const isPrivate = containerPorts.has(wanted);
    // A port that nobody mapped must not clash with the same one of another task.
    const port = isPrivate ? wanted : (ports[wanted] ?? 0);
    if (wanted !== 0 && port === 0) {
      this.once('listening', () => {
        const given = address.call(this)?.port;
        ports[wanted] = given;
        containerPorts.set(given, wanted);
      });
    }
    const done = rest.find((each) => typeof each === 'function');
    return listen.call(this, { ...options, port, host: '127.0.0.1' }, ...(done ? [done] : []));
  };

  function optionsOf(first: unknown, rest: unknown[]) {
    if (typeof first === 'object' && first !== null) {
      return 'port' in first && !('fd' in first) ? (first as { port?: unknown }) : undefined;
    }
    const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
    if (!isPort) return undefined;
    const backlog = rest.find((each) => typeof each === 'number');
    return { port: first, ...(backlog !== undefined && { backlog }) };
  }

  server.address = function () {
    const found = address.call(this);
    const port = containerPorts.get(found?.port);
    return port === undefined ? found : { ...found, port };
  };

  socket.connect = function (...args) {
    // Node's own callers hand over what they have sorted already, as one array.
    const list: unknown[] = Array.isArray(args[0]) ? args[0] : args;
    const [first, second] = list;
    const options = typeof first === 'object' && first !== null ? (first as { port?: unknown; host?: string }) : {};
    const isObject = options === first;
    const port = ports[Number(isObject ? options.port : first)];
    const host = isObject ? options.host : typeof second === 'string' ? second : undefined;
    if (port === undefined || !here.has(host)) return connect.apply(this, args);
    if (isObject) list[0] = { ...options, port, host: '127.0.0.1' };
    else list.splice(0, typeof second === 'string' ? 2 : 1, port, '127.0.0.1');
    return connect.apply(this, args);
  };
}

/** The variable that tells the hook which ports stand for which: `8080:41000,9090:41001`. */
export const PORTS_VARIABLE = 'PLAY_SANDBOX_PORTS';

/**
 * The hook as a file for `node --require`: unlike `--import`, every Node that may be on the path knows it, and it
 * works for either kind of module.
 */
export const portHookSource = `'use strict';
// Written by the sandbox: the ports of containers are private ports of this machine.
const ports = Object.fromEntries(
  (process.env.${PORTS_VARIABLE} || '').split(',').filter(Boolean).map((pair) => pair.split(':').map(Number)),
);
(${mapPorts.toString()})(require('net'), ports);
`;

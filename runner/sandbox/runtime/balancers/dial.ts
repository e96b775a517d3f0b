import { Agent, type ClientRequest, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { Address } from '../runtime.ts';

/** Where a target is answered on this machine. */
export interface Way extends Address {
  /** By TLS; as on AWS the target's certificate is not looked at. */
  readonly secure: boolean;
}

/** What is sent to a target. */
export interface Sending {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly string[];
  /** Not on a connection that was used before. */
  readonly fresh: boolean;
  /** Silence after which the request says `timeout`. */
  readonly idleMs: number;
}

/** Connections to targets. */
export interface Dialer {
  dial(way: Way, sending: Sending): ClientRequest;
  close(): void;
}

/** A dialer that keeps connections open for the next request. */
export function createDialer(): Dialer {
  const kept = new Agent({ keepAlive: true });
  const keptSecure = new SecureAgent({ keepAlive: true, rejectUnauthorized: false });
  const fresh = new Agent({ keepAlive: true });
  const freshSecure = new SecureAgent({ keepAlive: true, rejectUnauthorized: false });
  // The same words on the wire as those of the others, but nothing goes back to a pool.
  for (const agent of [fresh, freshSecure]) Object.assign(agent, { keepSocketAlive: () => false });
  return {
    dial({ host, port, secure }, { method, path, headers, fresh: isFresh, idleMs }) {
      const options = { host, port, method, path, headers, timeout: idleMs };
      if (secure) return secureRequest({ ...options, agent: isFresh ? freshSecure : keptSecure });
      return httpRequest({ ...options, agent: isFresh ? fresh : kept });
    },
    close() {
      for (const agent of [kept, keptSecure, fresh, freshSecure]) agent.destroy();
    },
  };
}

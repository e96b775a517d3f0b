import type { HttpHandler } from '@smithy/core/protocols';
import { createWorld } from '../aws/create_world.ts';
import type { WorldFactory } from '../engine/worlds.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** How many writes a sandbox has seen. */
export const countWrites = ({ calls }: Sandbox): number => calls.filter(({ write }) => write).length;

/**
 * The sandbox as a process sees it that is killed while it waits for the answer to its `limit`-th write: that is done, nobody
 * hears of it, and nothing else is ever asked.
 */
export function dyingWorld(sandbox: Sandbox, limit: number): WorldFactory {
  const start = countWrites(sandbox);
  let isDead = limit === 0;
  const killed = () => new Error('the process was killed');
  const requestHandler: HttpHandler = {
    ...sandbox.requestHandler,
    async handle(request, options) {
      if (isDead) throw killed();
      const answer = await sandbox.requestHandler.handle(request, options);
      isDead = countWrites(sandbox) - start >= limit;
      if (isDead) throw killed();
      return answer;
    },
  };
  return ({ region, readOnly, onCall, signal, memory }) =>
    createWorld({
      region: region || sandbox.region,
      requestHandler,
      clock: sandbox.clock,
      environment: {},
      readOnly,
      onCall,
      signal,
      memory,
    });
}

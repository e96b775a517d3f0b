import type { HttpHandler } from '@smithy/core/protocols';
import { createWorld } from '../aws/create_world.ts';
import type { World } from '../aws/world.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { createHost, type SandboxCall } from './host.ts';
import { createRequestHandler } from './request_handler.ts';
import { createStore, type Slot } from './store.ts';
import { dispatch } from './wire/dispatch.ts';
import type { WireRequest, WireResponse } from './wire/service_shape.ts';

/** How a sandbox starts. */
export interface SandboxOptions {
  readonly account?: string;
  /** The region of `world()` when it names none. */
  readonly region?: string;
  /** The time it goes by: `Date.now`, or a constant in tests. */
  readonly now?: () => number;
  /** Where faults of the sandbox itself go; standard error when left out. */
  readonly log?: (line: string) => void;
}

/** How a world of the sandbox is made: what `createWorld` takes, less the ways to a network. */
export type SandboxWorldOptions = Pick<
  NonNullable<Parameters<typeof createWorld>[0]>,
  'region' | 'readOnly' | 'onCall' | 'signal' | 'credentials' | 'environment'
>;

/** An AWS in process; MODEL.md says what it holds. */
export interface Sandbox {
  readonly account: string;
  readonly region: string;
  readonly clock: VirtualClock;
  /** Every request so far, in order; `calls.length = 0` forgets them. */
  readonly calls: SandboxCall[];
  /** For an SDK client of one's own. */
  readonly requestHandler: HttpHandler;
  /** Where modules act. With `readOnly` every write is refused before it is sent. */
  world(options?: SandboxWorldOptions): World;
  /** Answers a request that came by another door. */
  answer(request: WireRequest): Promise<WireResponse>;
  /** A service's state, for tests that look inside. */
  state<T>(slot: Slot<T>, region?: string): T;
  /** An empty account again. */
  reset(): void;
}

/**
 * In place of the user's own environment, which says how to reach AWS. No answer here gets better by asking again, and
 * the SDK's pauses between attempts are real time.
 */
const defaultEnvironment = { AWS_MAX_ATTEMPTS: '1' };

/** An empty AWS account in process: no socket, no network, and no wait that lasts. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { account = '123456789012', region = 'eu-west-1', log = toStandardError } = options;
  const clock = createClock(options.now);
  const store = createStore();
  const calls: SandboxCall[] = [];
  const host = createHost({ account, clock, store, calls, log });
  const answer = (request: WireRequest) => dispatch(host, request);
  const requestHandler = createRequestHandler(answer);
  return {
    account,
    region,
    clock,
    calls,
    requestHandler,
    world: ({ environment, ...wanted } = {}) =>
      createWorld({ region, ...wanted, requestHandler, clock, environment: { ...defaultEnvironment, ...environment } }),
    answer,
    state: (slot, where = region) => store.get(slot, where),
    reset() {
      store.reset();
      calls.length = 0;
    },
  };
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

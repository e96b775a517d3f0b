import type { HttpHandler } from '@smithy/core/protocols';
import { createWorld } from '../aws/create_world.ts';
import type { World } from '../aws/world.ts';
import { createClock, type VirtualClock } from './clock.ts';
import { type Faults, faultsOf } from './faults/faults.ts';
import { parseFault } from './faults/parse.ts';
import { createHost, type SandboxCall } from './host.ts';
import { createRequestHandler } from './request_handler.ts';
import { createPulse, type Pulse } from './runtime/pulse.ts';
import type { RunningClock } from './runtime/running_clock.ts';
import type { Runtime, RuntimeFactory, RuntimeHost } from './runtime/runtime.ts';
import { createStore, type Slot, type Store } from './store.ts';
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
  /** What goes wrong, from the start and again after a reset: `throttle ec2:DescribeVpcs 3`. */
  readonly faults?: readonly string[];
}

/** What a living sandbox needs beside. */
export interface LivingOptions extends Omit<SandboxOptions, 'now'> {
  readonly clock: RunningClock;
  /** What runs behind the model; nothing, and tasks and load balancers are simulated on a clock that runs. */
  readonly runtime?: RuntimeFactory;
  /** Told of traffic through what runs here. */
  readonly onUse?: () => void;
  /** Told after the state was brought up to date. */
  readonly onProgress?: () => void;
}

/** How a world of the sandbox is made: what `createWorld` takes, less the ways to a network. */
export type SandboxWorldOptions = Pick<
  NonNullable<Parameters<typeof createWorld>[0]>,
  'region' | 'readOnly' | 'onCall' | 'signal' | 'credentials' | 'environment' | 'limiters' | 'memory'
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
  /** What goes wrong in it. */
  readonly faults: Faults;
  /** An empty account again. */
  reset(): void;
  /** An account in process with the same content and time, which goes its own way from here on. */
  copy(): Sandbox;
}

/** An empty AWS account in process: no socket, no network, and no wait that lasts. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return assemble(options, createClock(options.now), () => undefined).sandbox;
}

/** A sandbox that goes on between requests, by a clock that runs. */
export interface LivingSandbox extends Sandbox {
  readonly clock: RunningClock;
  readonly runtime: Runtime;
  readonly store: Store;
  readonly host: RuntimeHost;
  /** Loads the services and sets the timer: what was due happens, and what is due will. */
  start(): Promise<void>;
  /** Nothing happens by itself any more; what runs outside goes on. */
  hold(): void;
}

const MANY_CALLS = 1_000;

/** A sandbox whose state moves by itself, and with a runtime whose tasks and load balancers are real. */
export function createLivingSandbox(options: LivingOptions): LivingSandbox {
  const { clock, onUse = () => {}, onProgress = () => {}, log = toStandardError } = options;
  let runtime: Runtime = {};
  let pulse: Pulse | undefined;
  const wake = () => pulse?.wake();
  const { sandbox, host, store } = assemble(
    options,
    clock,
    () => runtime,
    () => {
      // It lives for long, and nobody reads them all.
      if (sandbox.calls.length > MANY_CALLS) sandbox.calls.splice(0, MANY_CALLS / 2);
      wake();
    },
  );
  const runtimeHost: RuntimeHost = {
    clock,
    context: host.context,
    regions: store.regions,
    wake,
    used: onUse,
    log,
  };
  runtime = options.runtime?.(runtimeHost) ?? {};
  const act = () => {
    const next = host.progressAll();
    for (const region of store.regions()) runtime.balancers?.changed(host.context(region));
    onProgress();
    return next === undefined ? undefined : clock.realMs(next - clock.now());
  };
  return {
    ...sandbox,
    clock,
    runtime,
    store,
    host: runtimeHost,
    async start() {
      await host.loadAll();
      pulse ??= createPulse({ act, onError: (error) => host.onFault(error, 'what goes on between requests') });
      pulse.wake();
    },
    hold() {
      pulse?.stop();
      pulse = undefined;
    },
  };
}

function assemble(
  options: SandboxOptions,
  clock: VirtualClock,
  runtime: () => Runtime | undefined,
  afterRequest = () => {},
) {
  const { account = '123456789012', region = 'eu-west-1', log = toStandardError, now: base = Date.now } = options;
  const store = createStore();
  const calls: SandboxCall[] = [];
  const faults = faultsOf(store);
  const startFaults = () => (options.faults ?? []).map(parseFault).forEach(faults.put);
  startFaults();
  const host = createHost({ account, clock, store, calls, log, runtime });
  const answer = async (request: WireRequest) => {
    const answered = await dispatch(host, request);
    afterRequest();
    return answered;
  };
  const requestHandler = createRequestHandler(answer);
  const sandbox: Sandbox = {
    account,
    region,
    clock,
    calls,
    requestHandler,
    // Without the user's own environment, which says how to reach AWS.
    world: ({ environment = {}, ...wanted } = {}) =>
      createWorld({ region, ...wanted, requestHandler, clock, environment }),
    answer,
    state: (slot, where = region) => store.get(slot, where),
    faults,
    reset() {
      store.reset();
      host.forget();
      startFaults();
      calls.length = 0;
    },
    copy() {
      const { faults: _, ...rest } = options;
      const ahead = clock.now() - base();
      const twin = assemble(
        rest,
        createClock(() => base() + ahead),
        () => undefined,
      );
      twin.store.restore(structuredClone(store.content()));
      // What goes on in it goes on also where nobody has asked yet.
      twin.host.resume(host);
      return twin.sandbox;
    },
  };
  return { sandbox, host, store };
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

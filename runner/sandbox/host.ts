import { isWrite } from '../aws/operations.ts';
import { catalogue } from './catalogue.ts';
import type { VirtualClock } from './clock.ts';
import type { Context } from './context.ts';
import { createInterposer } from './faults/interpose.ts';
import { type Actor, progress } from './progress.ts';
import type { Runtime } from './runtime/runtime.ts';
import { hexDigits, type Store } from './store.ts';
import type { Host } from './wire/dispatch.ts';
import type { Route } from './wire/route.ts';
import type { Service } from './wire/service_shape.ts';

/** One request that reached an operation. */
export interface SandboxCall {
  /** The signing name: `ec2`, `iam`, `elasticloadbalancing` … */
  readonly service: string;
  readonly operation: string;
  readonly write: boolean;
  readonly region: string;
}

interface Parts {
  readonly account: string;
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly calls: SandboxCall[];
  readonly log: (line: string) => void;
  /** What runs outside of the model; none when all is simulated. */
  readonly runtime: () => Runtime | undefined;
}

/** What the wire layer asks for, and what drives the model between requests. */
export interface SandboxHost extends Host<Context> {
  /** A context at the present time that belongs to no request. */
  context(region: string): Context;
  /** Does what is due in every region; gives the earliest time at which something is due next. */
  progressAll(): number | undefined;
  /** Loads every service, so that what their state asks for goes on before a first request. */
  loadAll(): Promise<void>;
  /** Drives what another host has loaded, whose state this one has taken over. */
  resume(other: Pick<SandboxHost, 'actors'>): void;
  /** What has state that goes on by itself, by service. */
  readonly actors: ReadonlyMap<string, Actor<Context>>;
  /** Forgets what the account was like: called when it is emptied. */
  forget(): void;
}

/** Ties the wire layer to the state, the time and the services. */
export function createHost({ account, clock, store, calls, log, runtime }: Parts): SandboxHost {
  let requests = 0;
  const actors = new Map<string, Actor<Context>>();
  const services: Service<Context>[] = catalogue.map((service) => ({
    ...service,
    async load() {
      for (const other of services) if (service.needs?.includes(other.name)) await other.load();
      const behaviour = await service.load();
      if (behaviour.actor) actors.set(service.name, behaviour.actor);
      return behaviour;
    },
  }));
  // In the order of the catalogue, so that equal runs are equal whatever was loaded first.
  const present = () => catalogue.flatMap(({ name }) => actors.get(name) ?? []);
  const newRequestId = () => uuidFrom(hexDigits(`request/${++requests}`, 32));
  const faults = createInterposer({ account, clock, store });
  const inRegion = (region: string, requestId: string, now: () => number = clock.now) =>
    createContext(
      { account, clock: { now }, store: faults.storeFor('ecs', now()), runtime },
      { region, accessKeyId: '' },
      requestId,
    );
  const contextFor: SandboxHost['contextFor'] = (route, requestId) => {
    const { service, operation, region } = route;
    calls.push({ service: service.name, operation, write: isWrite(operation), region });
    progress(present(), (time) => inRegion(region, requestId, () => time), clock.now());
    return createContext(
      { account, clock, store: faults.storeFor(service.name, clock.now()), runtime },
      route,
      requestId,
    );
  };
  return {
    forget: faults.forget,
    context: (region) => inRegion(region, newRequestId()),
    progressAll() {
      const now = clock.now();
      const dues = store.regions().flatMap((region) => {
        const at = (time: number) => inRegion(region, 'between requests', () => time);
        progress(present(), at, now);
        return present().map((actor) => actor.due(at(now)) ?? Number.POSITIVE_INFINITY);
      });
      const next = Math.min(...dues);
      return Number.isFinite(next) ? next : undefined;
    },
    async loadAll() {
      for (const service of services) await service.load();
    },
    actors,
    resume(other) {
      for (const [name, actor] of other.actors) actors.set(name, actor);
    },
    services,
    newRequestId,
    contextFor,
    interpose: (call) =>
      faults.interpose(call, {
        present: () => contextFor(call.route, call.requestId),
        // Nothing runs behind the past.
        on: (past) =>
          createContext({ account, clock, store: past, runtime: () => undefined }, call.route, call.requestId),
      }),
    onFault(error, where) {
      log(`sandbox: fault in ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    },
  };
}

function createContext(
  {
    account,
    clock,
    store,
    runtime,
  }: Pick<Parts, 'account' | 'store' | 'runtime'> & { readonly clock: Pick<VirtualClock, 'now'> },
  { region, accessKeyId }: Pick<Route<never>, 'region' | 'accessKeyId'>,
  requestId: string,
): Context {
  const hex = (length: number) => hexDigits(`${account}/${store.next()}`, length);
  return {
    account,
    region,
    accessKeyId,
    requestId,
    runtime: runtime(),
    now: () => new Date(clock.now()),
    state: (slot) => store.get(slot, region),
    arn(service, resource) {
      const place = service === 'iam' || service === 'sts' ? '' : region;
      return `arn:aws:${service}:${place}:${account}:${resource}`;
    },
    hex,
    newId: (prefix) => `${prefix}-0${hex(16)}`,
    uuid: () => uuidFrom(hex(32)),
  };
}

/** 32 digits in the form of a version 4 UUID. */
function uuidFrom(digits: string): string {
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}

import type { Context } from '../../context.ts';
import { type BalancerRecord, elbState } from '../../services/elbv2/state.ts';
import type { BalancerAddress, BalancerRuntime, RuntimeHost } from '../runtime.ts';
import { createDialer } from './dial.ts';
import { type Door, openDoor, type Porter } from './door.ts';
import { frontOf, type LiveFront, listenersOf } from './fronts.ts';
import { createHealthChecks } from './health_checks.ts';
import { createLedger } from './ledger.ts';
import { createTraffic, ledgerKey } from './traffic.ts';

interface Opened {
  readonly region: string;
  readonly name: string;
  readonly openedAt: number;
  readonly door: Door;
  /** By the ARN of the listener. */
  readonly others: Map<string, Door | 'opening'>;
}

/** A load balancer whose creation came to nothing has lost its port after this. */
const UNCLAIMED_MS = 10_000;
/** Between two looks at a target that still has requests, of the sandbox's time. */
const DRAIN_STEP_MS = 1_000;

/** The port in a living load balancer's DNS name: `127.0.0.1:41234`. */
function portOf({ balancer }: BalancerRecord): number | undefined {
  const match = /^127\.0\.0\.1:(\d+)$/.exec(balancer.DNSName ?? '');
  return match ? Number(match[1]) : undefined;
}

/** Load balancers as reverse proxies on loopback ports; MODEL.md says what they do. */
export function createBalancers(host: RuntimeHost): BalancerRuntime {
  const dialer = createDialer();
  const ledger = createLedger();
  const traffic = createTraffic({ host, dialer, ledger });
  const checks = createHealthChecks(host, dialer);
  const opened = new Map<string, Opened>();
  /** By the ARN of the load balancer for its own port, by the ARN of the listener for the others. */
  const fronts = new Map<string, LiveFront>();

  const porterOf = (key: string): Porter => ({
    admits: () => fronts.get(key)?.admits ?? false,
    serve(request, response) {
      const front = fronts.get(key);
      if (front) traffic.serve(front, request, response);
      else response.destroy();
    },
    upgrade(request, socket, head) {
      const front = fronts.get(key);
      if (front) traffic.upgrade(front, request, socket, head);
      else socket.destroy();
    },
  });

  const fault = (error: unknown) => host.log(`load balancers: ${error instanceof Error ? error.stack : String(error)}`);

  const openOther = (context: Context, record: BalancerRecord, own: Opened, arn: string, port: number): void => {
    own.others.set(arn, 'opening');
    const { region } = context;
    const settle = (door: Door) => {
      const now = host.context(region).state(elbState);
      const current = now.balancers.get(record.balancer.LoadBalancerArn);
      if (!current || !now.listeners.has(arn) || opened.get(current.balancer.LoadBalancerArn) !== own) {
        own.others.delete(arn);
        door.close().catch(fault);
        return;
      }
      own.others.set(arn, door);
      current.loopback = { ...current.loopback, [port]: door.port };
      host.wake();
    };
    openDoor(record.loopback?.[port], porterOf(arn)).then(settle, (error) => {
      own.others.delete(arn);
      fault(error);
    });
  };

  const shut = (arn: string, own: Opened): Promise<unknown> => {
    opened.delete(arn);
    fronts.delete(arn);
    const others = [...own.others].map(([listener, door]) => {
      fronts.delete(listener);
      return door === 'opening' ? undefined : door.close();
    });
    return Promise.all([own.door.close(), ...others]);
  };

  const update = (context: Context, record: BalancerRecord, own: Opened): void => {
    const arn = record.balancer.LoadBalancerArn;
    const { main, others } = listenersOf(context, arn);
    const loopbackPort = (port: number) => {
      if (port === main?.port) return own.door.port;
      const door = own.others.get(others.find((each) => each.port === port)?.arn ?? '');
      return door === undefined || door === 'opening' ? undefined : door.port;
    };
    const set = (key: string, front: LiveFront, door: Door) => {
      fronts.set(key, front);
      door.idle(front.idleMs);
    };
    if (main) set(arn, frontOf(context, record, main, loopbackPort), own.door);
    else fronts.delete(arn);
    for (const listener of others) {
      const door = own.others.get(listener.arn);
      if (door === undefined) openOther(context, record, own, listener.arn, listener.port);
      else if (door !== 'opening') set(listener.arn, frontOf(context, record, listener, loopbackPort), door);
    }
    for (const [listener, door] of own.others) {
      if (door === 'opening' || others.some((each) => each.arn === listener)) continue;
      own.others.delete(listener);
      fronts.delete(listener);
      door.close().catch(fault);
    }
  };

  return {
    async open(record, { region }) {
      const arn = record.balancer.LoadBalancerArn;
      const door = await openDoor(portOf(record), porterOf(arn));
      const { LoadBalancerName: name } = record.balancer;
      opened.set(arn, { region, name, openedAt: Date.now(), door, others: new Map() });
      host.wake();
      return `127.0.0.1:${door.port}`;
    },
    changed(context) {
      const { balancers, groups } = context.state(elbState);
      traffic.changed();
      for (const [arn, own] of opened) {
        if (own.region !== context.region) continue;
        const record = balancers.get(arn);
        if (record) update(context, record, own);
        else if (fronts.has(arn) || Date.now() - own.openedAt > UNCLAIMED_MS) shut(arn, own).catch(fault);
      }
      if (opened.size > 0 || groups.size > 0) prune();
    },
    probe: checks.probe,
    busy: (group, target) => ledger.load(ledgerKey(group, target)).open > 0,
    drain(context, group, target) {
      const key = ledgerKey(group, target);
      if (ledger.load(key).open === 0) return undefined;
      const now = context.now().getTime();
      const delay = Number(group.attributes['deregistration_delay.timeout_seconds'] ?? 300) * 1000;
      // Requests live in our time: they get the delay in it, too, however fast the sandbox's runs.
      const since = target.drainingSince ?? now;
      if (host.clock.realMs(now - since) < delay) return now + DRAIN_STEP_MS;
      ledger.cut(key);
      return undefined;
    },
    status: () => [...opened].map(([arn, own]) => addressOf(arn, own)),
    async closeAll() {
      await Promise.all([...opened].map(([arn, own]) => shut(arn, own)));
      dialer.close();
    },
  };

  function prune(): void {
    const known = new Set<string>();
    for (const region of host.regions()) {
      for (const group of host.context(region).state(elbState).groups.values()) {
        for (const target of group.targets) known.add(ledgerKey(group, target));
      }
    }
    ledger.prune(known);
  }

  function addressOf(arn: string, own: Opened): BalancerAddress {
    const { main, others } = listenersOf(host.context(own.region), arn);
    const listener = (each: typeof main, door: Door | 'opening' | undefined) =>
      each && door && door !== 'opening'
        ? [{ port: each.port, protocol: each.protocol, address: `http://127.0.0.1:${door.port}` }]
        : [];
    return {
      arn,
      name: own.name,
      listeners: [...listener(main, own.door), ...others.flatMap((each) => listener(each, own.others.get(each.arn)))],
    };
  }
}

import type { Context } from '../../context.ts';
import { type BalancerRecord, elbState } from '../../services/elbv2/state.ts';
import type { BalancerAddress, RuntimeHost } from '../runtime.ts';
import { type Door, openDoor, type Porter } from './door.ts';
import { frontOf, type LiveFront, listenersOf } from './fronts.ts';
import type { Traffic } from './traffic.ts';

/** The loopback ports of load balancers. */
export interface Gates {
  /** Opens the port of a load balancer, the one of its record if it can be had. */
  open(record: BalancerRecord, region: string): Promise<number>;
  /** Brings ports and what answers at them in line with the region's state. */
  update(context: Context): void;
  addresses(): BalancerAddress[];
  closeAll(): Promise<void>;
}

/** The ports of one load balancer. */
interface Gate {
  readonly region: string;
  readonly name: string;
  readonly openedAt: number;
  /** Whether its load balancer was seen in the state. */
  claimed: boolean;
  readonly door: Door;
  /** Those of further listeners, by their ARNs. */
  readonly others: Map<string, Door | 'opening'>;
}

/** A load balancer whose creation came to nothing has lost its port after this. */
const UNCLAIMED_MS = 10_000;

/** The port in a living load balancer's DNS name: `127.0.0.1:41234`. */
function portOf({ balancer }: BalancerRecord): number | undefined {
  const match = /^127\.0\.0\.1:(\d+)$/.exec(balancer.DNSName ?? '');
  return match ? Number(match[1]) : undefined;
}

const isOpen = (door: Door | 'opening' | undefined): door is Door => door !== undefined && door !== 'opening';

/** No ports yet. What comes in at them is traffic's. */
export function createGates(host: RuntimeHost, traffic: Traffic): Gates {
  const gates = new Map<string, Gate>();
  /** By the ARN of the load balancer for its own port, by the ARN of the listener for the others. */
  const fronts = new Map<string, LiveFront>();
  const fault = (error: unknown) => host.log(`load balancers: ${error instanceof Error ? error.stack : String(error)}`);

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

  /** Opens the port of a further listener; it is there for requests with the next update. */
  const openOther = async (record: BalancerRecord, gate: Gate, arn: string, port: number): Promise<void> => {
    gate.others.set(arn, 'opening');
    const door = await openDoor(record.loopback?.[port], porterOf(arn)).catch((error) => {
      gate.others.delete(arn);
      throw error;
    });
    const balancerArn = record.balancer.LoadBalancerArn;
    const { balancers, listeners } = host.context(gate.region).state(elbState);
    const current = balancers.get(balancerArn);
    if (!current || !listeners.has(arn) || gates.get(balancerArn) !== gate) {
      gate.others.delete(arn);
      return door.close();
    }
    gate.others.set(arn, door);
    current.loopback = { ...current.loopback, [port]: door.port };
    host.wake();
  };

  const shut = async (arn: string, gate: Gate): Promise<void> => {
    for (const key of [arn, ...gate.others.keys()]) fronts.delete(key);
    gates.delete(arn);
    await Promise.all([gate.door, ...gate.others.values()].map((door) => isOpen(door) && door.close()));
  };

  const updateOne = (context: Context, record: BalancerRecord, gate: Gate): void => {
    const arn = record.balancer.LoadBalancerArn;
    const { main, others } = listenersOf(context, arn);
    const doorOf = (port: number) =>
      port === main?.port ? gate.door : gate.others.get(others.find((each) => each.port === port)?.arn ?? '');
    const loopbackPort = (port: number) => {
      const door = doorOf(port);
      return isOpen(door) ? door.port : undefined;
    };
    fronts.delete(arn);
    for (const listener of [...(main ? [main] : []), ...others]) {
      const door = doorOf(listener.port);
      if (door === undefined) openOther(record, gate, listener.arn, listener.port).catch(fault);
      if (!isOpen(door)) continue;
      const front = frontOf(context, record, listener, loopbackPort);
      fronts.set(listener === main ? arn : listener.arn, front);
      door.idle(front.idleMs);
    }
    for (const [listener, door] of gate.others) {
      if (!isOpen(door) || others.some((each) => each.arn === listener)) continue;
      gate.others.delete(listener);
      fronts.delete(listener);
      door.close().catch(fault);
    }
  };

  const addressOf = (arn: string, { region, name, door, others }: Gate): BalancerAddress => {
    const { main, others: further } = listenersOf(host.context(region), arn);
    const listeners = [...(main ? [main] : []), ...further].flatMap((listener) => {
      const own = listener === main ? door : others.get(listener.arn);
      if (!isOpen(own)) return [];
      return [{ port: listener.port, protocol: listener.protocol, address: `http://127.0.0.1:${own.port}` }];
    });
    return { arn, name, listeners };
  };

  return {
    async open(record, region) {
      const { LoadBalancerArn: arn, LoadBalancerName: name } = record.balancer;
      const door = await openDoor(portOf(record), porterOf(arn));
      gates.set(arn, { region, name, openedAt: Date.now(), claimed: false, door, others: new Map() });
      host.wake();
      return door.port;
    },
    update(context) {
      const { balancers } = context.state(elbState);
      for (const [arn, gate] of gates) {
        if (gate.region !== context.region) continue;
        const record = balancers.get(arn);
        gate.claimed ||= record !== undefined;
        if (record) updateOne(context, record, gate);
        else if (gate.claimed || Date.now() - gate.openedAt > UNCLAIMED_MS) shut(arn, gate).catch(fault);
      }
    },
    addresses: () => [...gates].map(([arn, gate]) => addressOf(arn, gate)),
    async closeAll() {
      await Promise.all([...gates].map(([arn, gate]) => shut(arn, gate)));
    },
  };
}

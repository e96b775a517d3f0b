import type { Listener } from './listeners.ts';
import type { LoadBalancer } from './load_balancer.ts';

/** What the steps so far have learned of a load balancer. */
export type Known = Partial<LoadBalancer>;

/** ARN of the listener on that port, which is there or was made by an earlier step. */
export function arnOf(known: Known, port: number): string {
  return known.listeners!.find((listener) => listener.port === port)!.listener_arn as string;
}

/** The listeners with this one among them, in the place of the one that had its port. */
export function withListener(known: Known, listener: Listener): Known {
  const others = (known.listeners ?? []).filter(({ port }) => port !== listener.port);
  return { listeners: [...others, listener].sort((a, b) => a.port - b.port) };
}

/** How titles name a listener. */
export const label = ({ protocol, port }: Listener): string => `${protocol}:${port}`;

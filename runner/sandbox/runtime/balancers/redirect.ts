import type { RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Asked, hostName } from './asked.ts';

/** Where a redirect leads, by its parts. */
export interface Destination {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly target: string;
}

/**
 * The parts of a redirect with `#{protocol}`, `#{host}`, `#{port}`, `#{path}` (without its first `/`) and `#{query}` filled
 * in from the request (User guide: redirect actions).
 */
export function destinationOf(
  config: RedirectActionConfig,
  asked: Asked,
  listener: { readonly protocol: string; readonly port: number },
): Destination {
  const known: Record<string, string> = {
    protocol: listener.protocol,
    host: hostName(asked.host),
    port: String(listener.port),
    path: asked.path.replace(/^\//, ''),
    query: asked.query,
  };
  const fill = (text: string) =>
    text.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: string) => known[name]!);
  const query = fill(config.Query ?? '#{query}');
  return {
    protocol: fill(config.Protocol ?? '#{protocol}') === 'HTTPS' ? 'https' : 'http',
    host: fill(config.Host ?? '#{host}'),
    port: Number(fill(config.Port ?? '#{port}')),
    target: `${fill(config.Path ?? '/#{path}')}${query === '' ? '' : `?${query}`}`,
  };
}

/** The `Location` of a redirect. An application load balancer always writes the port. */
export function locationOf({ protocol, host, port, target }: Destination): string {
  return `${protocol}://${host}:${port}${target}`;
}

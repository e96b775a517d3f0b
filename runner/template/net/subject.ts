import { toText } from '../python/text.ts';
import { use, type Value } from '../python/types.ts';
import { bitsOf, firstOf, type Network, networkText, parseNetwork, sizeOf } from './network.ts';

/** A value that is an address or a network, and how it was given. */
export interface Subject {
  readonly net: Network;
  /** Written with a prefix. */
  readonly hasPrefix: boolean;
  /** As given; numbers as an address. */
  readonly text: string;
}

/** Numbers become IPv4 where they fit, unless IPv6 is asked for. */
function ofNumber(number: bigint, version: 4 | 6 | undefined): Network | undefined {
  if (version !== 6 && number < 1n << 32n) return { version: 4, value: number, prefix: 32 };
  return number < 1n << 128n ? { version: 6, value: number, prefix: 128 } : undefined;
}

/** Reads `10.0.0.1`, `10.0.0.0/8`, `fe80::/10`, `167772161` or `167772160/8`; undefined when it is none of them. */
export function subjectOf(value: Value, version?: 4 | 6): Subject | undefined {
  use(value);
  const text = typeof value === 'string' ? value : typeof value === 'boolean' || value === null ? '' : toText(value);
  if (/^\d{1,39}$/.test(text)) {
    const net = ofNumber(BigInt(text), version);
    return net && { net, hasPrefix: false, text: networkText(net) };
  }
  const net = parseNetwork(text);
  if (net) return { net, hasPrefix: text.includes('/'), text };
  const [, number, prefix] = /^(\d{1,39})\/(\d{1,3})$/.exec(text) ?? [];
  const plain = number === undefined ? undefined : ofNumber(BigInt(number), undefined);
  if (!plain || Number(prefix) > bitsOf(plain)) return undefined;
  const made = { ...plain, prefix: Number(prefix) };
  return { net: made, hasPrefix: true, text: networkText(made) };
}

/** Whether the value means an address in a network rather than the network. */
export const isAddress = (net: Network): boolean => sizeOf(net) === 1n || net.value !== firstOf(net);

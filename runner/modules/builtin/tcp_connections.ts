import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { PlayError } from '../../diagnostics.ts';

/** Linux's numbers of the TCP states in /proc/net/tcp. */
const states: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECV',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
};

export interface Connections {
  readonly host: string;
  readonly port: number;
  readonly states: readonly string[];
  readonly excludeHosts: readonly string[];
}

/** How many connections to a local port are in one of the states. */
export async function countConnections({ host, port, states: wanted, excludeHosts }: Connections): Promise<number> {
  const excluded = new Set((await Promise.all(excludeHosts.map(addressesOf))).flat());
  const local = new Set(await addressesOf(host));
  const isLocal = (address: string) => local.has(address) || local.has('0.0.0.0') || local.has('::');
  return [...entries('/proc/net/tcp'), ...entries('/proc/net/tcp6')].filter(
    (entry) =>
      entry.port === port &&
      wanted.includes(states[entry.state] ?? '') &&
      isLocal(entry.address) &&
      !excluded.has(entry.peer),
  ).length;
}

interface Entry {
  readonly address: string;
  readonly port: number;
  readonly peer: string;
  readonly state: string;
}

function entries(file: string): Entry[] {
  return tableLines(file).map((line) => {
    const [, local = '', remote = '', state = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return { address: decode(address), port: Number.parseInt(port, 16), peer: decode(remote.split(':')[0]!), state };
  });
}

function tableLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(1);
  } catch (cause) {
    if (file.endsWith('6')) return [];
    throw new PlayError({
      code: 'no-connection-table',
      message: `cannot see which connections there are: ${file} cannot be read`,
      hint: 'state: drained works on Linux only',
      cause,
    });
  }
}

/** Each group of four bytes is in the byte order of the machine. IPv4 inside IPv6 is shown as IPv4. */
export function decode(hex: string): string {
  const bytes = hex.match(/.{8}/g)?.flatMap((group) => [...Buffer.from(group, 'hex')].reverse()) ?? [];
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[index * 2]! << 8) | bytes[index * 2 + 1]!).toString(16),
  );
  return shortened(groups.join(':'));
}

function shortened(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

async function addressesOf(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return [host, ...found.map(({ address }) => address)];
}

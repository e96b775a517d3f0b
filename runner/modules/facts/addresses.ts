/** An address of four bytes as a number, and back. */
const toNumber = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** The network that an IPv4 address belongs to, in the words of facts. */
export function ipv4Facts(address: string, netmask: string, isLoopback: boolean) {
  const size = 2 ** 32 - toNumber(netmask);
  const network = toNumber(address) - (toNumber(address) % size);
  return {
    address,
    broadcast: isLoopback ? '' : toAddress(network + size - 1),
    netmask,
    network: toAddress(network),
    prefix: String(32 - Math.log2(size)),
  };
}

export interface Route {
  readonly interface: string;
  readonly gateway: string;
}

/** The way to everywhere else, from the kernel's table of IPv4 routes. */
export function defaultRoute(table: string): Route | undefined {
  for (const line of table.split('\n').slice(1)) {
    const [name, destination, gateway, flags] = line.trim().split(/\s+/);
    if (destination !== '00000000' || (Number.parseInt(flags ?? '0', 16) & 2) === 0) continue;
    const bytes = Buffer.from(gateway!, 'hex').reverse();
    return { interface: name!, gateway: [...bytes].join('.') };
  }
  return undefined;
}

/** The same for IPv6. */
export function defaultRoute6(table: string): Route | undefined {
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const [destination, length, gateway, name] = [fields[0], fields[1], fields[4], fields[9]];
    if (destination === undefined || /[1-9a-f]/.test(destination) || length !== '00' || name === 'lo') continue;
    if (gateway !== undefined && /[1-9a-f]/.test(gateway)) return { interface: name!, gateway: compressed(gateway) };
  }
  return undefined;
}

/** 32 hexadecimal digits as RFC 5952 writes an address. */
function compressed(digits: string): string {
  const groups = digits.match(/.{4}/g)!.map((group) => Number.parseInt(group, 16).toString(16));
  const text = groups.join(':');
  const zeros = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].toSorted(
    (one, other) => other[0].length - one[0].length,
  )[0];
  if (!zeros) return text;
  const [before, after] = [text.slice(0, zeros.index), text.slice(zeros.index + zeros[0].length)];
  return `${before}::${after.replace(/^:/, '')}`;
}

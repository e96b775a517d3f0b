import { invalid } from '../refuse.ts';

/** `Fn::Cidr`: as many blocks of an IPv4 block, each with so many bits for hosts. */
export function cidrs(block: string, count: number, bits: number): string[] {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block);
  if (!match)
    throw invalid(`Template error: Fn::Cidr: the sandbox models IPv4 only, and ${block} is no such CIDR block`);
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = match.slice(1).map(Number);
  const size = 2 ** bits;
  const room = 2 ** (32 - length);
  if (!(count >= 1 && count <= 256)) throw invalid('Template error: Fn::Cidr requires a count between 1 and 256');
  if (!(bits >= 1 && bits <= 32) || count * size > room) {
    throw invalid(`Template error: Fn::Cidr: ${count} blocks of ${bits} bits do not fit into ${block}`);
  }
  const start = ((a * 256 + b) * 256 + c) * 256 + d;
  return Array.from({ length: count }, (_, index) => `${dotted(start + index * size)}/${32 - bits}`);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

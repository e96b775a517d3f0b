import { ServiceError } from '../../wire/errors.ts';
import { canonical, contains, formatCidr, overlaps, parseCidr, type Range } from './cidr.ts';
import { containsIpv6, formatIpv6Cidr, parseIpv6Cidr } from './ipv6.ts';
import { invalidValue } from './refuse.ts';

/** A VPC's range in canonical form: /16 to /28. */
export function vpcCidr(text: string): string {
  const range = requireCidr(text, 'cidrBlock');
  if (!hasNetworkSize(range)) throw new ServiceError('InvalidVpc.Range', `The CIDR '${text}' is invalid.`);
  return formatCidr(canonical(range));
}

/** A subnet's range in canonical form: /16 to /28, inside one range of its VPC, and beside its other subnets. */
export function subnetCidr(text: string, vpcBlocks: readonly string[], siblings: readonly string[]): string {
  const range = requireCidr(text, 'cidrBlock');
  const own = canonical(range);
  const isInside = vpcBlocks.some((block) => contains(parseCidr(block)!, own));
  if (!hasNetworkSize(range) || !isInside) {
    throw new ServiceError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  if (siblings.some((sibling) => overlaps(parseCidr(sibling)!, own))) {
    throw new ServiceError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);
  }
  return formatCidr(own);
}

/** A subnet's IPv6 range: a /64 inside the block of its VPC, and beside its other subnets. */
export function subnetIpv6Cidr(text: string, vpcBlocks: readonly string[], siblings: readonly string[]): string {
  const range = parseIpv6Cidr(text);
  if (!range)
    throw invalidValue(`Value (${text}) for parameter ipv6CidrBlock is invalid. This is not a valid CIDR block.`);
  const isInside = vpcBlocks.some((block) => containsIpv6(parseIpv6Cidr(block)!, range));
  if (range.prefix !== 64 || !isInside) {
    throw new ServiceError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  const own = formatIpv6Cidr(range);
  if (siblings.includes(own)) {
    throw new ServiceError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);
  }
  return own;
}

/** The range that a parameter names, or EC2's refusal. */
export function requireCidr(text: string, parameter: string): Range {
  const range = parseCidr(text);
  if (!range)
    throw invalidValue(`Value (${text}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`);
  return range;
}

function hasNetworkSize({ prefix }: Range): boolean {
  return prefix >= 16 && prefix <= 28;
}

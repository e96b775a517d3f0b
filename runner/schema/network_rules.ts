import type { Rule } from './rules.ts';

/** A VPC answers DNS queries for host names only when it answers DNS queries at all. */
export const vpcDns: Rule = function* ({ dns_support, dns_hostnames }) {
  if (dns_support === false && dns_hostnames === true)
    yield {
      code: 'vpc-dns',
      message: 'dns_hostnames needs dns_support',
      hint: 'leave dns_support on, or turn dns_hostnames off as well',
      path: ['dns_support'],
    };
};

/** Every route leads to exactly one target. */
export const routeTargets: Rule = function* ({ routes }) {
  if (!Array.isArray(routes)) return;
  for (const [index, route] of routes.entries()) {
    if (typeof route !== 'object' || route === null || Object.getPrototypeOf(route) !== Object.prototype) continue;
    const given = Object.keys(route).filter((key) => key !== 'dest' && route[key] !== undefined && route[key] !== null);
    if (given.length === 1) continue;
    const what = given.length === 0 ? 'no target' : `${given.length} targets (${given.join(', ')})`;
    yield {
      code: 'route-target',
      message: `the route to ${route.dest} names ${what}`,
      hint: 'give exactly one, e.g. gateway_id: igw',
      path: ['routes', index],
    };
  }
};

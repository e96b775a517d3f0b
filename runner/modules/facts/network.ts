import { readdirSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { defaultRoute, defaultRoute6, ipv4Facts, type Route } from './addresses.ts';
import type { Facts } from './fact.ts';
import { readSystem } from './read_system.ts';

type Description = Record<string, unknown>;

function interfaceNames(): string[] {
  try {
    return readdirSync('/sys/class/net').filter((name) => readSystem(`/sys/class/net/${name}/address`) !== undefined);
  } catch {
    // Elsewhere than on Linux, only interfaces with an address are known.
    return Object.keys(networkInterfaces());
  }
}

function addressesOf(name: string, family: string): NetworkInterfaceInfo[] {
  return (networkInterfaces()[name] ?? []).filter((each) => each.family === family);
}

function describe(name: string): Description {
  const [first, ...others] = addressesOf(name, 'IPv4').map((each) =>
    ipv4Facts(each.address, each.netmask, each.internal),
  );
  const six = addressesOf(name, 'IPv6').map(({ address, cidr, internal }) => ({
    address,
    prefix: cidr?.split('/')[1] ?? '',
    scope: internal ? 'host' : address.startsWith('fe80') ? 'link' : 'global',
  }));
  const isUp = (networkInterfaces()[name] ?? []).length > 0;
  return {
    device: name,
    active: isUp,
    ...hardware(name),
    ...(first && { ipv4: first }),
    ...(others.length > 0 && { ipv4_secondaries: others }),
    ...(six.length > 0 && { ipv6: six }),
  };
}

function hardware(name: string): Description {
  const mtu = readSystem(`/sys/class/net/${name}/mtu`);
  const isLoopback = name === 'lo' || /^lo\d+$/.test(name);
  const mac = readSystem(`/sys/class/net/${name}/address`) ?? networkInterfaces()[name]?.[0]?.mac;
  return {
    ...(mtu !== undefined && { mtu: Number(mtu) }),
    type: isLoopback ? 'loopback' : 'ether',
    ...(!isLoopback && mac && { macaddress: mac }),
  };
}

/** The interface that leads to everywhere else; without a table of routes the first that is no loopback. */
function defaultInterface(family: 'IPv4' | 'IPv6'): Route | { readonly interface: string } | undefined {
  const table = readSystem(family === 'IPv4' ? '/proc/net/route' : '/proc/net/ipv6_route');
  if (table !== undefined) return (family === 'IPv4' ? defaultRoute : defaultRoute6)(table);
  const name = interfaceNames().find((each) => addressesOf(each, family).some(({ internal }) => !internal));
  return name === undefined ? undefined : { interface: name };
}

function defaultIpv4(): Description {
  const route = defaultInterface('IPv4');
  const address = route && addressesOf(route.interface, 'IPv4')[0];
  if (!route || !address) return {};
  const own = ipv4Facts(address.address, address.netmask, address.internal);
  return { ...route, ...own, alias: route.interface, ...hardware(route.interface) };
}

function defaultIpv6(): Description {
  const route = defaultInterface('IPv6');
  const six = route && (describe(route.interface)['ipv6'] as Description[] | undefined);
  const address = six?.find(({ scope }) => scope === 'global');
  return route && address ? { ...route, ...address, ...hardware(route.interface) } : {};
}

const allAddresses = (family: string) =>
  interfaceNames().flatMap((name) =>
    addressesOf(name, family).flatMap(({ internal, address }) => (internal ? [] : [address])),
  );

/** Interfaces and addresses; each interface is a fact of its own. */
export const networkFacts = (): Facts => ({
  all_ipv4_addresses: () => allAddresses('IPv4'),
  all_ipv6_addresses: () => allAddresses('IPv6'),
  default_ipv4: () => defaultIpv4(),
  default_ipv6: () => defaultIpv6(),
  interfaces: () => interfaceNames(),
  ...Object.fromEntries(interfaceNames().map((name) => [name.replace(/[-:.]/g, '_'), () => describe(name)])),
});

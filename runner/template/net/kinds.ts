import { contains, type Network, parseNetwork } from './network.ts';

const ranges = (text: string): readonly Network[] => text.split(' ').map((range) => parseNetwork(range)!);
const within =
  (list: readonly Network[]) =>
  (net: Network): boolean =>
    list.some((range) => contains(range, net));

export const isLinkLocal = within(ranges('169.254.0.0/16 fe80::/10'));
export const isLoopback = within(ranges('127.0.0.0/8 ::1'));
export const isMulticast = within(ranges('224.0.0.0/4 ff00::/8'));

/** What networks use inside (RFC 1918, 6598, 5736, 2544, 2365, 4193, 3879), as the filter `ipaddr` sees it. */
export const isInternal = within(
  ranges(
    '10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 239.0.0.0/8 169.254.0.0/16 fc00::/7 fec0::/10 fe80::/10',
  ),
);

const special = within(
  ranges(
    '0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 ::1 :: 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/10',
  ),
);
const reachable = within(
  ranges('192.0.0.9 192.0.0.10 2001:1::1 2001:1::2 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28'),
);

/** What IANA's registries of special addresses call not globally reachable, as the tests `private` and `public` see it. */
export const isPrivate = (net: Network): boolean =>
  isMapped(net)
    ? isPrivate({ version: 4, value: net.value & 0xffff_ffffn, prefix: net.prefix - 96 })
    : special(net) && !reachable(net);

/** Shared by carriers and their customers (RFC 6598): neither private nor public. */
export const isShared = within(ranges('100.64.0.0/10'));

export const isReserved = within(
  ranges(
    '240.0.0.0/4 ::/8 100::/8 200::/7 400::/6 800::/5 1000::/4 4000::/3 6000::/3 8000::/3 a000::/3 c000::/3 e000::/4 f000::/5 f800::/6 fe00::/9',
  ),
);

export const isSixToFour = within(ranges('2002::/16'));
export const isTeredo = within(ranges('2001::/32'));
export const isMapped = within(ranges('::ffff:0:0/96'));

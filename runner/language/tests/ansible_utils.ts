import type { PluginDocs } from '../plugin_doc.ts';

/** The usual tests of ansible.utils. */
export const ansibleUtilsTests: PluginDocs = {
  in_any_network: {
    examples: [["'10.0.0.5' is in_any_network(['10.0.0.0/24', '10.1.0.0/24'])", true]],
    parameters: { networks: 'the networks' },
  },
  in_network: { examples: [["'10.0.0.5' is in_network('10.0.0.0/24')", true]], parameters: { network: 'the network' } },
  in_one_network: {
    examples: [["'10.0.0.5' is in_one_network(['10.0.0.0/24', '10.0.0.0/8'])", false]],
    parameters: { networks: 'the networks' },
  },
  ip: { examples: [["'10.0.0.0/24' is ip", true]] },
  ip_address: { examples: [["'10.0.0.1' is ip_address", true]] },
  ipv4: { examples: [["'10.0.0.1' is ipv4", true]] },
  ipv4_address: { examples: [["'10.0.0.0/24' is ipv4_address", false]] },
  ipv4_hostmask: { examples: [["'0.0.0.255' is ipv4_hostmask", true]] },
  ipv4_netmask: { examples: [["'255.255.255.0' is ipv4_netmask", true]] },
  ipv6: { examples: [["'::1' is ipv6", true]] },
  ipv6_address: { examples: [["'::1' is ipv6_address", true]] },
  ipv6_ipv4_mapped: { examples: [["'::ffff:10.0.0.1' is ipv6_ipv4_mapped", true]] },
  ipv6_sixtofour: { examples: [["'2002:c000:204::' is ipv6_sixtofour", true]] },
  ipv6_teredo: { examples: [["'2001::1' is ipv6_teredo", true]] },
  loopback: { examples: [["'127.0.0.1' is loopback", true]] },
  mac: { examples: [["'52:54:00:12:34:56' is mac", true]] },
  multicast: { examples: [["'224.0.0.1' is multicast", true]] },
  private: { examples: [["'192.168.0.1' is private", true]] },
  public: { examples: [["'8.8.8.8' is public", true]] },
  reserved: { examples: [["'240.0.0.1' is reserved", true]] },
  subnet_of: {
    examples: [["'10.0.1.0/24' is subnet_of('10.0.0.0/16')", true]],
    parameters: { network_b: 'the other network' },
  },
  supernet_of: {
    examples: [["'10.0.0.0/16' is supernet_of('10.0.1.0/24')", true]],
    parameters: { network_b: 'the other network' },
  },
  unspecified: { examples: [["'0.0.0.0' is unspecified", true]] },
};

import type { PluginDocs } from '../plugin_doc.ts';

/** The usual filters of ansible.utils. */
export const ansibleUtilsFilters: PluginDocs = {
  cidr_merge: {
    examples: [["['10.0.0.0/25', '10.0.0.128/25'] | cidr_merge", ['10.0.0.0/24']]],
    parameters: { action: '`merge`, or `span`: the smallest network around all of them' },
  },
  get_path: {
    examples: [['{"a": {"b": [{"c": 80}]}} | get_path("a.b[0].c")', 80]],
    parameters: { path: 'where it stands', wantlist: 'always as a list' },
  },
  hwaddr: {
    examples: [["'52:54:00:12:34:56' | hwaddr('cisco')", '5254.0012.3456']],
    parameters: { query: 'the spelling: linux, cisco, unix, bare, win …; `bool` for whether it is one' },
  },
  index_of: {
    examples: [
      ["['a', 'b', 'c'] | index_of('eq', 'b')", 1],
      ['[{"n": "a"}, {"n": "b"}] | index_of("eq", "b", "n")', 1],
    ],
    parameters: {
      test: 'the name of a test',
      value: 'what it compares with',
      key: 'the key to look at instead of the element itself',
      fail_on_missing: 'fail where an element has no such key',
      wantlist: 'always as a list',
    },
  },
  ip4_hex: {
    examples: [["'192.168.1.5' | ip4_hex", 'c0a80105']],
    parameters: { delimiter: 'what stands between the bytes' },
  },
  ipaddr: {
    examples: [
      ["'10.0.0.5/24' | ipaddr('network')", '10.0.0.0'],
      ["['10.0.0.1', 'x', '::1'] | ipaddr", ['10.0.0.1', '::1']],
      ["'192.168.0.0/16' | ipaddr(1)", '192.168.0.1/16'],
    ],
    parameters: {
      query:
        'what to tell of it: address, network, netmask, prefix, broadcast, size, bool, public, private, a position in it, a network it must be in …',
    },
  },
  ipmath: {
    examples: [["'10.0.0.250' | ipmath(10)", '10.0.1.4']],
    parameters: { amount: 'how many addresses on, or back when negative' },
  },
  ipsubnet: {
    examples: [
      ["'192.168.0.0/16' | ipsubnet(24, 2)", '192.168.2.0/24'],
      ["'192.168.0.0/16' | ipsubnet(18)", '4'],
    ],
    parameters: { query: 'the length of the prefix, or a network', index: 'which of the subnets' },
  },
  ipv4: { examples: [["['10.0.0.1', '::1'] | ipv4", ['10.0.0.1']]], parameters: { query: 'as for `ipaddr`' } },
  ipv6: { examples: [["['10.0.0.1', '::1'] | ipv6", ['::1']]], parameters: { query: 'as for `ipaddr`' } },
  ipwrap: { examples: [["'::1' | ipwrap", '[::1]']], parameters: { query: 'as for `ipaddr`' } },
  keep_keys: {
    examples: [['[{"id": 1, "secret": "x"}] | keep_keys(["id"])', [{ id: 1 }]]],
    parameters: {
      target: 'the keys, or a pattern for them',
      matching_parameter: '`equality`, `starts_with`, `ends_with` or `regex`',
    },
  },
  macaddr: {
    examples: [["'525400123456' | macaddr('unix')", '52:54:0:12:34:56']],
    parameters: { query: 'as for `hwaddr`' },
  },
  network_in_network: {
    examples: [["'10.0.0.0/8' | network_in_network('10.1.0.0/16')", true]],
    parameters: { test: 'the other network' },
  },
  network_in_usable: {
    examples: [["'10.0.0.0/24' | network_in_usable('10.0.0.7')", true]],
    parameters: { test: 'the other network or address' },
  },
  next_nth_usable: {
    examples: [["'10.0.0.1/24' | next_nth_usable(2)", '10.0.0.3']],
    parameters: { offset: 'how many addresses on' },
  },
  nthhost: { examples: [["'10.0.0.0/8' | nthhost(305)", '10.0.1.49']], parameters: { query: 'which one' } },
  previous_nth_usable: {
    examples: [["'10.0.0.10/24' | previous_nth_usable(2)", '10.0.0.8']],
    parameters: { offset: 'how many addresses back' },
  },
  reduce_on_network: {
    examples: [["['10.0.0.1', '192.168.0.1'] | reduce_on_network('10.0.0.0/8')", ['10.0.0.1']]],
    parameters: { network: 'the network' },
  },
  remove_keys: {
    examples: [['[{"id": 1, "secret": "x"}] | remove_keys(["secret"])', [{ id: 1 }]]],
    parameters: {
      target: 'the keys, or a pattern for them',
      matching_parameter: '`equality`, `starts_with`, `ends_with` or `regex`',
    },
  },
  replace_keys: {
    examples: [['{"id": 1} | replace_keys([{"before": "id", "after": "name"}])', { name: 1 }]],
    parameters: {
      target: 'a list of `before` and `after`',
      matching_parameter: '`equality`, `starts_with`, `ends_with` or `regex`',
    },
  },
  slaac: {
    examples: [["'fd00::/64' | slaac('52:54:00:12:34:56')", 'fd00::5054:ff:fe12:3456']],
    parameters: { query: 'the hardware address' },
  },
  to_paths: {
    examples: [['{"a": {"b": [1, 2]}} | to_paths', { 'a.b[0]': 1, 'a.b[1]': 2 }]],
    parameters: { prepend: 'what all paths start with', wantlist: 'as a list' },
  },
  usable_range: {
    examples: [
      [
        "'10.0.0.0/30' | usable_range",
        { usable_ips: ['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3'], number_of_ips: 4 },
      ],
    ],
  },
};

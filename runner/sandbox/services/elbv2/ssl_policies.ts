import { DescribeSSLPoliciesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on } from '../../service.ts';
import { failed } from './errors.ts';

/** The policy of an HTTPS listener that names none. */
export const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';

/** The predefined policies of application load balancers, by name (User guide: security policies). */
export const SSL_POLICIES: readonly string[] = [
  'ELBSecurityPolicy-TLS13-1-3-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06',
  'ELBSecurityPolicy-TLS13-1-1-2021-06',
  'ELBSecurityPolicy-TLS13-1-0-2021-06',
  'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-0-PQ-2025-09',
  'ELBSecurityPolicy-TLS-1-2-Ext-2018-06',
  'ELBSecurityPolicy-TLS-1-2-2017-01',
  'ELBSecurityPolicy-TLS-1-1-2017-01',
  'ELBSecurityPolicy-FS-1-2-Res-2020-10',
  'ELBSecurityPolicy-FS-1-2-Res-2019-08',
  'ELBSecurityPolicy-FS-1-2-2019-08',
  'ELBSecurityPolicy-FS-1-1-2019-08',
  'ELBSecurityPolicy-FS-2018-06',
  DEFAULT_SSL_POLICY,
];

/** The protocol versions a policy allows, as far as its name tells. */
function protocolsOf(name: string): string[] {
  const [, low] = /TLS13-1-(\d)/.exec(name) ?? [];
  const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
  if (low !== undefined) return versions.slice(Number(low));
  const [, minimum = '0'] = /-1-(\d)/.exec(name) ?? [];
  return versions.slice(Number(minimum), 3);
}

/** DescribeSSLPolicies: names and protocols; ciphers are not modelled. */
export const sslPolicyOperations = [
  on(DescribeSSLPoliciesCommand, ({ Names }) => {
    const unknown = Names?.find((name) => !SSL_POLICIES.includes(name));
    if (unknown !== undefined) throw failed('SSLPolicyNotFound', `SSL policy '${unknown}' not found`);
    return {
      SslPolicies: SSL_POLICIES.filter((name) => !Names?.length || Names.includes(name)).map((Name) => ({
        Name,
        SslProtocols: protocolsOf(Name),
        Ciphers: [],
        SupportedLoadBalancerTypes: ['application', 'network'],
      })),
    };
  }),
];

import type { Rule, RuleProblem } from './rules.ts';

type Params = Readonly<Record<string, unknown>>;

const sources = ['cidr_ip', 'cidr_ipv6', 'ip_prefix', 'group_id', 'group_name'];

/** Every rule of a security group says who is on the other side; AWS would refuse it, and guessing would open it to all. */
export const securityGroupSources: Rule = (params) =>
  eachRule(params, function* (rule, path) {
    if (sources.some((name) => isGiven(rule, name))) return;
    yield {
      code: 'rule-without-source',
      message: 'the rule names nobody on the other side',
      hint: `give one of ${sources.join(', ')}; 0.0.0.0/0 is everybody`,
      path,
    };
  });

/** Ports are given in one way, in order, and never left out where the protocol has them. */
export const securityGroupPorts: Rule = (params) =>
  eachRule(params, function* (rule, path) {
    const ranged = isGiven(rule, 'from_port') || isGiven(rule, 'to_port');
    if (isGiven(rule, 'ports') && ranged)
      yield { code: 'ports-twice', message: 'the rule gives ports and from_port or to_port', hint: 'keep one', path };
    const { proto = 'tcp', from_port, to_port } = rule;
    if (['tcp', 'udp', '6', '17'].includes(proto as string) && !isGiven(rule, 'ports') && !ranged)
      yield {
        code: 'ports-missing',
        message: `a ${proto} rule needs ports`,
        hint: 'e.g. ports: 0-65535 for all',
        path,
      };
    if (typeof from_port === 'number' && typeof to_port === 'number' && from_port > to_port && !isIcmp(proto))
      yield { code: 'ports-order', message: `from_port ${from_port} is above to_port ${to_port}`, path };
  });

const isGiven = (rule: Params, name: string) => rule[name] !== undefined && rule[name] !== null;
const isIcmp = (proto: unknown) => ['icmp', 'icmpv6', '1', '58'].includes(proto as string);

function* eachRule(
  params: Params,
  check: (rule: Params, path: (string | number)[]) => Iterable<RuleProblem>,
): Generator<RuleProblem> {
  for (const list of ['rules', 'rules_egress']) {
    const rules = params[list];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries())
      if (typeof rule === 'object' && rule !== null && Object.getPrototypeOf(rule) === Object.prototype)
        yield* check(rule as Params, [list, index]);
  }
}

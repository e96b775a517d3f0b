import { isKnown, isOpen, type Made } from './deployment.ts';

/** True or false where it is certain. */
export type Verdict = boolean | undefined;

type Rule = Readonly<Record<string, unknown>>;
type Direction = 'in' | 'out';

/** Who is on the other side of a rule. */
export type Peer = (rule: Rule) => Verdict;

const lists = {
  in: { rules: 'rules', purge: 'purge_rules' },
  out: { rules: 'rules_egress', purge: 'purge_rules_egress' },
} as const;

/** Whether a security group lets TCP traffic to a port pass. Only a group whose rules are all written down can surely refuse. */
export function admits(group: Made, direction: Direction, port: number, peer: Peer): Verdict {
  const { rules: name, purge } = lists[direction];
  const rules = group.params[name];
  if (!Array.isArray(rules) || group.params[purge] !== true) return undefined;
  return anyOf(
    rules.map((rule) => (isOpen(rule) ? undefined : allOf([covers(rule as Rule, port), peer(rule as Rule)]))),
  );
}

/** Whether any of several does: certain as soon as one does. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}

/** Whether all of several do: certain as soon as one does not. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function covers(rule: Rule, port: number): Verdict {
  const { proto, ports, from_port: from, to_port: to } = rule;
  if (isOpen(proto)) return undefined;
  if (proto === 'all' || proto === '-1') return true;
  if (proto !== 'tcp' && proto !== '6') return false;
  if (ports !== undefined) return Array.isArray(ports) ? anyOf(ports.map((each) => holds(each, port))) : undefined;
  if (!isKnown([from, to])) return undefined;
  if (from === -1 || to === -1) return true;
  if (from === undefined && to === undefined) return true;
  return Number(from ?? to) <= port && port <= Number(to ?? from);
}

/** Whether a port or range as it is written has a port in it. */
function holds(written: unknown, port: number): Verdict {
  if (typeof written === 'number') return written === port;
  const match = typeof written === 'string' ? /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(written) : null;
  return match ? Number(match[1]) <= port && port <= Number(match[2] ?? match[1]) : undefined;
}

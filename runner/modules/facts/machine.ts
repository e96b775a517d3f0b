import { dateTimeFacts } from './date_time.ts';
import { distributionFacts, lsbFacts } from './distribution.ts';
import type { FactSource, Facts } from './fact.ts';
import { localFacts } from './local.ts';
import { memoryFacts } from './memory.ts';
import { mountFacts } from './mounts.ts';
import { networkFacts } from './network.ts';
import { platformFacts } from './platform.ts';
import { processorFacts } from './processor.ts';
import { systemFacts } from './system.ts';
import { userFacts } from './user.ts';
import { virtualFacts } from './virtual.ts';

/** Facts by the smallest `gather_subset` they belong to. */
export const factGroups: Readonly<Record<string, () => Facts>> = {
  date_time: () => dateTimeFacts,
  distribution: () => distributionFacts,
  local: () => localFacts,
  lsb: () => lsbFacts,
  platform: () => platformFacts,
  user: () => userFacts,
  ...Object.fromEntries(systemGroups().map(([name, facts]) => [name, () => facts])),
  processor: () => processorFacts,
  memory: () => memoryFacts,
  mounts: () => mountFacts,
  interfaces: networkFacts,
  virtual: () => virtualFacts,
};

function systemGroups(): (readonly [string, Facts])[] {
  return Object.entries(systemFacts).map(([name, fact]) => [
    name.replace(/_python_present$/, '_python'),
    { [name]: fact },
  ]);
}

/** The facts of this machine, each found out when it is first asked for, and then kept. */
export interface MachineFacts {
  readonly names: ReadonlySet<string>;
  /** Null when this machine has no such fact, undefined when no machine has. */
  get(name: string): unknown;
}

/** The facts of the groups named, of all when none are. */
export function machineFacts(
  source: Pick<FactSource, 'environment'> & Partial<FactSource>,
  groups: Iterable<string> = Object.keys(factGroups),
): MachineFacts {
  const full: FactSource = { now: new Date(), factPath: '/etc/ansible/facts.d', ...source };
  const facts: Facts = Object.assign({}, ...[...groups].map((name) => factGroups[name]!()));
  const known = new Map<string, unknown>();
  return {
    names: new Set(Object.keys(facts)),
    get(name) {
      if (!Object.hasOwn(facts, name)) return undefined;
      if (!known.has(name)) known.set(name, facts[name]!(full) ?? null);
      return known.get(name);
    },
  };
}

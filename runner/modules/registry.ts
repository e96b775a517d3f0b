import { type ModuleEntry, modules } from './index.ts';

export interface FoundModule extends ModuleEntry {
  /** The module's own name, also when it was asked for by an alias. */
  readonly name: string;
}

const collections = [
  'ansible.builtin',
  'ansible.legacy',
  'amazon.aws',
  'community.aws',
  'community.docker',
  'play.aws',
];
const aliases = new Map(
  Object.entries(modules).flatMap(([name, entry]) => entry.aliases.map((alias) => [alias, name] as const)),
);

/** The module of that name or alias, short or with its collection (`amazon.aws.ec2_vpc_net`). */
export function findModule(asked: string): FoundModule | undefined {
  const short = shortName(asked);
  const name = Object.hasOwn(modules, short) ? short : aliases.get(short);
  return name === undefined ? undefined : { name, ...modules[name]! };
}

/** Every name a module can be asked for by, without collection; for did-you-mean. */
export function moduleNames(): string[] {
  return [...Object.keys(modules), ...aliases.keys()];
}

function shortName(asked: string): string {
  const collection = collections.find((each) => asked.startsWith(`${each}.`));
  return collection ? asked.slice(collection.length + 1) : asked;
}

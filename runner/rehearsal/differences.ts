import { readFileSync } from 'node:fs';

/** Ids, times and other values that differ from account to account, as words. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/\b(vpc|subnet|sg|igw|rtb|rtbassoc|dopt|vpc-cidr-assoc)-[0-9a-f]{8,17}\b/g, '$1-…'],
  [/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, '<time>'],
  [/((?:loadbalancer\/app|targetgroup|listener\/app|listener-rule\/app)\/[\w-]+)(?:\/[0-9a-f]{16})+/g, '$1/…'],
  [/-\d+(\.eu-west-1\.elb\.)/g, '-…$1'],
  [/\b(AROA|AIPA)[A-Z0-9]{12,}/g, '$1…'],
  [/ecs-svc\/\d+/g, 'ecs-svc/…'],
  [/:key\/[0-9a-f-]{36}/g, ':key/…'],
  [/\b((?:stack|changeSet)\/[\w-]+)\/[0-9a-f-]{36}/g, '$1/…'],
  // Names that CloudFormation makes: the stack's, the resource's, and some letters.
  [/\b(\w+-[A-Z]\w*)-[A-Za-z0-9]{12}\b/g, '$1-…'],
];

/** A value without what differs from account to account: ids, times, and the order of zones. Keys are in snake_case. */
export function normalised(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return replacements.reduce((text, [from, to]) => text.replace(from, to), value);
  if (value instanceof Date || (typeof value === 'number' && value > 1e12)) return '<time>';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((each) => normalised(each));
    return key === 'availability_zones'
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  const entries = Object.entries(value).map(([name, each]): [string, unknown] => [snakeCase(name), each]);
  return Object.fromEntries(entries.map(([name, each]) => [name, normalised(each, name)]));
}

const snakeCase = (key: string) => key.replace(/([a-z])([A-Z])/g, (_, end, start) => `${end}_${start}`).toLowerCase();

/** A place where two values differ. */
export interface Difference {
  /** The keys on the way there, without the numbers of lists. */
  readonly path: string;
  readonly sandbox: unknown;
  readonly moto: unknown;
}

/** Every place where two normalised values differ, down to their parts. */
export function differences(sandbox: unknown, moto: unknown, path: readonly string[] = []): Difference[] {
  if (sandbox === moto) return [];
  const haveParts = [sandbox, moto].every((each) => typeof each === 'object' && each !== null);
  if (!haveParts) return [{ path: path.filter((key) => !/^\d+$/.test(key)).join('.'), sandbox, moto }];
  const [a, b] = [sandbox as Record<string, unknown>, moto as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differences(a[key], b[key], [...path, key]));
}

/** A difference that is known, as MODEL.md lists it. */
export interface KnownDifference {
  readonly module: string;
  /** The end of the path, or a part of it. */
  readonly what: string;
  /** `nothing`, or a value, or a description of one. */
  readonly moto: string;
  readonly right: string;
}

/** The table of MODEL.md: module, what differs, what moto says, who is right, why. */
export function knownDifferences(): KnownDifference[] {
  const model = readFileSync('runner/sandbox/MODEL.md', 'utf8');
  const rows = model.matchAll(/^\| (\w+) \| `([^`]+)` \| ([^|]+) \| (sandbox|moto|both) \| [^|]+ \|$/gm);
  return [...rows].map(([, module, what, moto, right]) => ({
    module: module!,
    what: what!,
    moto: moto!.trim(),
    right: right!,
  }));
}

/** Whether a row of the table speaks of a difference. */
export function explains({ what, moto }: KnownDifference, { path, moto: said }: Difference): boolean {
  if (!`.${path}.`.includes(`.${what}.`)) return false;
  const saysNothing = said === undefined || said === null || said === '';
  if (moto === 'nothing' || saysNothing) return moto === 'nothing' && saysNothing;
  const value = /^`(.*)`$/.exec(moto)?.[1];
  return value === undefined || String(said).includes(value);
}

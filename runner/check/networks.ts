import type { Diagnostic } from '../diagnostics.ts';
import { findModule } from '../modules/registry.ts';
import { Template } from '../template/template.ts';
import { dictGet, isDict } from '../template/values.ts';
import type { Definitions } from './definitions.ts';
import { renderings } from './renderings.ts';
import type { Site, Walk } from './sites.ts';

interface Range {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

/** Subnets outside the range of their VPC, and two that overlap in one VPC; AWS tells only when the VPC is there. */
export function subnetProblems({ sites }: Walk, definitions: Definitions): Diagnostic[] {
  const networks = new Map<string, readonly Range[] | undefined>();
  const found: Diagnostic[] = [];
  const taken = new Map<string, Range[]>();
  for (const site of sites) {
    const name = site.task.register?.value;
    if (moduleOf(site) === 'ec2_vpc_net' && name !== undefined) {
      networks.set(name, networks.has(name) ? undefined : networkRanges(site, definitions));
    }
    if (moduleOf(site) !== 'ec2_vpc_subnet') continue;
    const vpc = registeredVpc(site);
    const ranges = vpc === undefined ? undefined : networks.get(vpc);
    if (vpc === undefined || ranges === undefined || ranges.length === 0) continue;
    for (const range of subnetRanges(site, definitions)) {
      const others = taken.get(vpc) ?? [];
      const problem = subnetProblem(range, ranges, others);
      if (problem) found.push({ ...problem, place: placeOf(site) });
      taken.set(vpc, [...others, range]);
    }
  }
  return found;
}

function subnetProblem(range: Range, networks: readonly Range[], others: readonly Range[]): Diagnostic | undefined {
  const inside = networks.some(({ first, last }) => range.first >= first && range.last <= last);
  if (!inside) {
    const hint = `its VPC has ${networks.map(({ text }) => text).join(', ')}`;
    return { code: 'subnet-range', message: `the subnet ${range.text} is not inside its VPC`, hint };
  }
  const other = others.find(
    ({ text, first, last }) => text !== range.text && range.first <= last && first <= range.last,
  );
  if (!other) return undefined;
  return {
    code: 'subnet-overlap',
    message: `the subnets ${other.text} and ${range.text} overlap`,
    hint: 'make one smaller, or move it',
  };
}

const moduleOf = ({ task }: Site) => findModule(task.module.value)?.name;

/** `{{ vpc.vpc.id }}` says which task's VPC is meant. */
function registeredVpc({ task }: Site): string | undefined {
  const written = isDict(task.args.value) ? dictGet(task.args.value, 'vpc_id') : undefined;
  return written instanceof Template ? /^\{\{\s*(\w+)\.vpc\.id\s*\}\}$/.exec(written.text)?.[1] : undefined;
}

function networkRanges(site: Site, definitions: Definitions): readonly Range[] {
  const cidrs = renderings(site, definitions).flatMap((args) => textsAt(args, ['cidr_block', 'cidr', 'cidr_blocks']));
  return cidrs.flatMap((text) => rangeOf(text) ?? []);
}

function subnetRanges(site: Site, definitions: Definitions): readonly Range[] {
  const cidrs = renderings(site, definitions).flatMap((args) => textsAt(args, ['cidr', 'cidr_block']));
  return cidrs.flatMap((text) => rangeOf(text) ?? []);
}

function textsAt(args: unknown, names: readonly string[]): string[] {
  const value = isDict(args) ? names.map((name) => dictGet(args, name)).find((each) => each !== undefined) : undefined;
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

function placeOf({ task }: Site) {
  const name = ['cidr', 'cidr_block'].find(
    (each) => isDict(task.args.value) && dictGet(task.args.value, each) !== undefined,
  );
  return task.args.within([name ?? 'cidr']);
}

/** The first and last address of an IPv4 range, as numbers. */
function rangeOf(text: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text.trim());
  if (!match) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number];
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return { text, first, last: first + size - 1 };
}

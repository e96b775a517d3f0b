import { taskTitle } from '../task_info.ts';
import { failureNames, type Sets, setsOf } from './effects.ts';
import type { Profile } from './profile.ts';
import { type Loaded, readsOf } from './reads.ts';
import type { Edge, Reason } from './reasons.ts';

/** A task that sets a variable, in a unit by its position. */
interface Setter {
  readonly position: number;
  readonly how: Sets['how'];
  readonly title: string;
}

/** The edges between the units of a section, by their positions in it. Every edge goes from an earlier unit to a later one. */
export function edgesOf(profiles: readonly Profile[]): readonly Edge[] {
  const { setters, loaded } = settersIn(profiles);
  const reads = profiles.map((profile) => readsOf(profile, loaded));
  const edges = new Map<string, { from: number; to: number; reasons: Reason[] }>();
  const add = (from: number, to: number, reason: Reason) => {
    const key = `${from} ${to}`;
    const edge = edges.get(key) ?? { from, to, reasons: [] };
    edges.set(key, edge);
    edge.reasons.push(reason);
  };
  const holders: Holders = new Map();
  const repeats = profiles.map((profile, to) => addRoles(profile, to, holders, add));
  const surely = (name: string) => (position: number) => reads[position]!.surelySet.has(name) && !repeats[position];
  let barrier = 0;
  // The last one that may read anything has waited for all before it.
  let reader = 0;
  let stats: number | undefined;
  for (const [to, profile] of profiles.entries()) {
    const { names, any } = reads[to]!;
    addBarrier(profiles, barrier, to, add);
    if (any !== undefined) {
      addAll(Math.max(barrier, reader), to, `"${any}" may read any variable`, add);
      reader = to;
    }
    for (const name of names)
      for (const from of lastSetters(setters.get(name) ?? [], to, surely(name)))
        add(from.position, to, variable(name, from));
    if (profile.keepsStats && stats !== undefined) add(stats, to, { kind: 'stats' });
    if (profile.keepsStats) stats = to;
    if (profile.barrier !== undefined) barrier = to;
  }
  return [...edges.values()].sort((a, b) => a.to - b.to || a.from - b.from);
}

type Add = (from: number, to: number, reason: Reason) => void;

/** What stands before the last barrier has ended when that one starts. */
function addBarrier(profiles: readonly Profile[], first: number, to: number, add: Add): void {
  const own = profiles[to]!.barrier;
  if (own !== undefined)
    for (let from = first; from < to; from += 1) add(from, to, { kind: 'barrier', because: own, isEarlier: false });
  const before = profiles[first]?.barrier;
  if (first < to && before !== undefined) add(first, to, { kind: 'barrier', because: before, isEarlier: true });
}

function addAll(first: number, to: number, because: string, add: Add): void {
  for (let from = first; from < to; from += 1) add(from, to, { kind: 'reads_all', because });
}

const variable = (name: string, { how, title }: Setter): Reason => ({ kind: 'variable', name, how, setter: title });

function settersIn(profiles: readonly Profile[]): { setters: ReadonlyMap<string, readonly Setter[]>; loaded: Loaded } {
  const setters = new Map<string, Setter[]>();
  const loaded = new Map<string, unknown[]>();
  const add = (name: string, setter: Setter) => push(setters, name, setter);
  for (const [position, profile] of profiles.entries()) {
    for (const step of profile.steps) {
      if (step.kind === 'role') continue;
      const title = taskTitle(step.node.task, step.node.frame);
      for (const { name, how, written } of setsOf(step.node)) {
        add(name, { position, how, title });
        if (written !== undefined) push(loaded, name, written);
      }
    }
    if (profile.rescues) for (const name of failureNames) add(name, { position, how: 'sets', title: 'a failure' });
  }
  return { setters, loaded };
}

function push<T>(lists: Map<string, T[]>, name: string, value: T): void {
  const list = lists.get(name);
  if (list) list.push(value);
  else lists.set(name, [value]);
}

/** One setter for each earlier unit that may have set the value which a unit finds: back to the last that surely did. */
function lastSetters(setters: readonly Setter[], to: number, surely: (position: number) => boolean): readonly Setter[] {
  const found: Setter[] = [];
  for (const setter of setters.toReversed()) {
    const nearest = found.at(-1)?.position;
    if (setter.position >= to || setter.position === nearest) continue;
    if (nearest !== undefined && surely(nearest)) break;
    found.push(setter);
  }
  return found.reverse();
}

/** Of each role, by identity, the last unit that holds it; that one waits for the ones before it. */
type Holders = Map<string, number>;

/** Edges of `dependencies`, and between units that hold the same role, which runs only once. Tells whether a role may not run again. */
function addRoles({ roles }: Profile, to: number, holders: Holders, add: Add): boolean {
  let isRepeat = false;
  const wanted = new Map(
    roles.flatMap(({ dependencies }) => dependencies).map((use) => [use.identity, use.role] as const),
  );
  for (const [identity, role] of wanted) {
    const from = holders.get(identity);
    if (from !== undefined) add(from, to, { kind: 'dependency', role: role.name });
  }
  for (const [identity, role] of new Map(roles.map((use) => [use.identity, use.role] as const))) {
    const from = holders.get(identity);
    isRepeat ||= from !== undefined;
    if (from !== undefined && !role.allow_duplicates) add(from, to, { kind: 'once', role: role.name });
    holders.set(identity, to);
  }
  return isRepeat;
}

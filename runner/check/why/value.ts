import type { LoadContext } from '../../playbook/context.ts';
import type { At } from '../../playbook/types.ts';
import { containsUnknown, dictEntries, isDict, plain } from '../../template/values.ts';
import { Vaulted } from '../../template/vaulted.ts';
import { traced } from '../certainty.ts';
import type { Names } from '../scope.ts';
import { templatesIn } from '../written.ts';

/** What is known of a value before the run. */
export type Known =
  | { readonly kind: 'known'; readonly value: unknown }
  /** Encrypted, or made of something that is. */
  | { readonly kind: 'secret' }
  /** Only the run decides; `from` are the variables that keep it from being known. */
  | { readonly kind: 'open'; readonly from: readonly string[] };

/** The value of a definition, rendered as far as the playbook alone decides it. What is encrypted stays closed. */
export function knownOf(at: At, names: Names, context: LoadContext): Known {
  if (at.value instanceof Vaulted || isOfVault(at, context)) return { kind: 'secret' };
  const closed = withoutSecrets(names, context);
  const value = traced(at.value, closed);
  if (!containsUnknown(value)) return { kind: 'known', value: plain(value) };
  const reasons = reasonsFor(at, names);
  if (reasons.some((name) => isOpaque(name, closed) && !isOpaque(name, names))) return { kind: 'secret' };
  return { kind: 'open', from: reasons.filter((name) => isOpaque(name, names)) };
}

/** Variables that nobody may look into are as unknown as those that only the run brings. */
function withoutSecrets(names: Names, context: LoadContext): Names {
  const find: Names['find'] = (name) => {
    const found = names.find(name);
    const isSecret =
      found !== undefined && found !== 'opaque' && (isOfVault(found, context) || holdsVault(found.value));
    return isSecret ? 'opaque' : found;
  };
  return { find, known: () => names.known() };
}

const isOpaque = (name: string, names: Names) => names.find(name) === 'opaque';

/** Every variable that a value is made of, directly or through others. */
function reasonsFor(at: At, names: Names): readonly string[] {
  const seen = new Set<string>();
  const follow = (value: unknown): void => {
    for (const { name } of templatesIn(value).flatMap((template) => template.freeVariables())) {
      if (seen.has(name)) continue;
      seen.add(name);
      const found = names.find(name);
      if (found !== undefined && found !== 'opaque') follow(found.value);
    }
  };
  follow(at.value);
  return [...seen];
}

const isOfVault = ({ place }: At, context: LoadContext): boolean => context.sources.get(place.file)?.encrypted === true;

function holdsVault(value: unknown): boolean {
  if (value instanceof Vaulted) return true;
  if (Array.isArray(value)) return value.some(holdsVault);
  return isDict(value) && dictEntries(value).some(([, each]) => holdsVault(each));
}

/** A part of a value, or the key it lacks and those it has. */
export type Part<T> =
  | { readonly found: true; readonly part: T }
  | { readonly found: false; readonly key: string; readonly keys: readonly string[] };

/** The part of data at a path. */
export function partOf(value: unknown, path: readonly string[]): Part<unknown> {
  let current = value;
  for (const key of path) {
    const entries = entriesOf(current);
    const next = entries.find(([name]) => name === key);
    if (!next) return { found: false, key, keys: entries.map(([name]) => name) };
    current = next[1];
  }
  return { found: true, part: current };
}

/** As much of a path as is written out: the part there, and what is left of the path inside it. */
export function writtenPart(at: At, path: readonly string[]): { readonly at: At; readonly rest: readonly string[] } {
  const taken: string[] = [];
  let { value } = at;
  for (const key of path) {
    const next = entriesOf(value).find(([name]) => name === key);
    if (!next) break;
    taken.push(key);
    value = next[1];
  }
  const place = taken.length === 0 ? at.place : at.within(taken);
  return {
    at: { value, place, within: (more, of) => at.within([...taken, ...more], of) },
    rest: path.slice(taken.length),
  };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((each, index) => [String(index), each] as const);
  return isDict(value) ? dictEntries(value).map(([key, each]) => [String(key), each] as const) : [];
}

import { isDict } from '../../template/values.ts';
import { nameOf, type Thing } from './thing.ts';

/** Ids and ARNs as AWS assigns them. */
const assigned = /^(?:arn:|[a-z]+-[0-9a-f]{8,}$)/;

/** Leaves what stays in use: what is not removed keeps what it is made with. */
export function leaveWhatIsUsed(things: readonly Thing[]): void {
  for (const thing of things.toReversed()) if (thing.verdict.kind === 'left') leaveWhatUses(thing, things);
}

/** Leaves everything described before a thing that it uses, and what that uses in turn. */
export function leaveWhatUses(user: Thing, things: readonly Thing[]): void {
  const index = things.indexOf(user);
  for (const thing of things.slice(0, index).reverse()) {
    if (thing.verdict.kind !== 'remove' || !uses(user, thing)) continue;
    thing.verdict = { kind: 'left', reason: `${nameOf(user)} still uses it` };
    leaveWhatUses(thing, things);
  }
}

/**
 * Whether a thing is described with an id of another, or, within one service of AWS, with the other's name (a service its
 * cluster's, a policy its role's).
 */
function uses(user: Thing, used: Thing): boolean {
  const mentioned = textsIn(withoutTags(user.params));
  for (const handle of handlesOf(used)) if (mentioned.has(handle)) return true;
  const isSibling = serviceOf(user) === serviceOf(used) && user.module !== used.module;
  return isSibling && namesOf(used).some((name) => namesOf(user).includes(name));
}

/** The ids that a thing itself has: not those it is described with. */
function handlesOf({ params, now }: Thing): Set<string> {
  const others = textsIn(params);
  const own = [...textsIn(withoutTags(now ?? {}))].filter((text) => assigned.test(text) && !others.has(text));
  return new Set(own);
}

/** The texts by which a thing is told from others. */
const namesOf = ({ module, params }: Thing): string[] =>
  module.identity.map((name) => (params as Record<string, unknown>)[name]).filter((each) => typeof each === 'string');

/** `ecs` of `ecs_service`. */
const serviceOf = ({ module }: Thing): string => module.name.split('_')[0]!;

const withoutTags = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'tags'));

function textsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (value instanceof Map || Array.isArray(value)) for (const part of value.values()) textsIn(part, found);
  else if (isDict(value)) for (const part of Object.values(value)) textsIn(part, found);
  return found;
}

import { PlayError } from '../diagnostics.ts';
import { type Dict, dictKeys, isDict, newDict } from './python/dict.ts';
import { maxParts } from './python/size.ts';
import { omit, Tuple, Undefined, Unknown, type Value } from './python/types.ts';
import { resolving } from './resolving.ts';
import type { Scope } from './scope.ts';
import { hasTemplates, Renderable, type Written } from './written.ts';

export const isLazy = hasTemplates;

/** Written data without templates is a value as it is. */
export const written = (value: Written): Value => (value === undefined ? null : value);

/**
 * The value of written data in a scope. Members that hold templates are rendered on first access and remembered, so that `cfg.port`
 * does not fail because `cfg.other` is undefined. Data without templates is returned as it is.
 */
export function lazy(value: Written, scope: Scope, label = ''): Value {
  if (!hasTemplates(value)) return written(value);
  if (value instanceof Renderable) return value.value(scope);
  const container = value as readonly Written[] | ReadonlyMap<Value, Written> | { readonly [key: string]: Written };
  if (Array.isArray(container)) return members(container.entries(), [], scope, label);
  // A Map has no getters: its members are rendered now.
  if (container instanceof Map)
    return newDict([...container].map(([key, member]) => [key, lazy(member, scope, `${label}.${String(key)}`)]));
  return members(Object.entries(container), {}, scope, label);
}

function members(
  entries: Iterable<readonly [number | string, Written]>,
  target: object,
  scope: Scope,
  label: string,
): Value {
  for (const [key, member] of entries) {
    if (!hasTemplates(member)) define(target, key, written(member));
    else {
      const name = typeof key === 'number' ? `${label}[${key}]` : label === '' ? key : `${label}.${key}`;
      Object.defineProperty(target, key, {
        enumerable: true,
        configurable: true,
        get: () => {
          const rendered = resolving(target, String(key), name, () => lazy(member, scope, name));
          define(target, key, rendered);
          return rendered;
        },
      });
    }
  }
  return target;
}

const define = (target: object, key: number | string, value: Value) =>
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });

export interface ForceOptions {
  /** Keys and elements whose value is `omit` are left out. */
  readonly dropOmitted?: boolean | undefined;
  /** Called for each value inside that is not known yet. */
  readonly onUnknown?: (() => void) | undefined;
}

/**
 * The value of written data in a scope, rendered to the last leaf: no template, nothing lazy and no tuple is left inside. Raises for
 * what is undefined; passes unknown values on. Returns what needs no change as it is, without a copy.
 */
export function force(value: Written, scope: Scope, options: ForceOptions = {}): Value {
  const { dropOmitted, onUnknown } = options;
  const settling = { dropOmitted, onUnknown, left: maxParts };
  return settled(value instanceof Renderable ? value.outside(scope) : value, scope, settling, 0);
}

interface Settling extends ForceOptions {
  /** Parts that may still be walked over. */
  left: number;
}

const maxDepth = 500;

function settled(value: Written, scope: Scope, options: Settling, depth: number): Value {
  if (typeof value !== 'object' || value === null) return written(value);
  if (value instanceof Renderable) return settled(value.outside(scope), scope, options, depth + 1);
  if (value instanceof Undefined) throw value.error();
  if (depth > maxDepth)
    throw new PlayError({ code: 'template', message: 'a value contains itself, or is nested too deeply' });
  if (--options.left < 0) throw new PlayError({ code: 'template', message: 'a value is too large' });
  if (Array.isArray(value)) return settledList(value, scope, options, depth);
  if (isDict(value)) return settledDict(value, scope, options, depth);
  if (value instanceof Unknown) options.onUnknown?.();
  return value;
}

function settledList(list: readonly Written[], scope: Scope, options: Settling, depth: number): Value {
  let changed: Value[] | undefined = list instanceof Tuple ? [] : undefined;
  for (let index = 0; index < list.length; index++) {
    const member = list[index];
    const value = settled(member, scope, options, depth + 1);
    const drop = options.dropOmitted && value === omit;
    if (!changed && (drop || value !== member)) changed = list.slice(0, index);
    if (changed && !drop) changed.push(value);
  }
  return changed ?? list;
}

type Record = { readonly [key: string]: Value };

function settledDict(dict: Dict, scope: Scope, options: Settling, depth: number): Value {
  const keys = dictKeys(dict);
  const get = dict instanceof Map ? (key: Value) => dict.get(key) : (key: Value) => (dict as Record)[key as string];
  let kept: [Value, Value][] | undefined;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    const member = get(key);
    const value = settled(member, scope, options, depth + 1);
    const drop = options.dropOmitted && value === omit;
    if (!kept && (drop || value !== member)) kept = keys.slice(0, index).map((before) => [before, get(before)]);
    if (kept && !drop) kept.push([key, value]);
  }
  return kept ? newDict(kept) : dict;
}

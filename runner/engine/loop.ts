import { PlayError } from '../diagnostics.ts';
import type { At, Task } from '../playbook/types.ts';
import { isAuthored } from '../template/authored.ts';
import { force } from '../template/lazy.ts';
import { writtenText } from '../template/literal.ts';
import { runLookup } from '../template/lookup.ts';
import { listLookups } from '../template/lookups/lists.ts';
import { dictGet, dictKeys, isDict, toText, Unknown } from '../template/values.ts';
import { Renderable } from '../template/written.ts';
import type { Running } from './conclude.ts';
import { decide } from './conditions.ts';
import { booleanIn, numberIn } from './keyword_values.ts';
import type { Layer } from './layer.ts';
import type { VariableScope } from './scope.ts';

/** A loop ready to run. */
export interface Loop {
  readonly items: readonly unknown[];
  /** Name of the variable that holds the item. */
  readonly variable: string;
  readonly index?: string;
  readonly extended: boolean;
  /** `ansible_loop` holds all items, too. */
  readonly withAll: boolean;
  readonly label?: At;
  /** Milliseconds between two items. */
  readonly pause: number;
  readonly breakWhen: readonly At[];
  /** How many items may run at the same time. */
  readonly parallel: number;
  /** Check mode cannot know the items yet: one that is not known stands for all. */
  readonly undecided: boolean;
  /** The playbook's author wrote all that the items are made of. */
  readonly authored: boolean;
}

/** Kinds of loops that go over what is written; others look outside of the playbook. */
const arranges: ReadonlySet<string> = new Set(['loop', 'sequence', ...Object.keys(listLookups)]);

/** The loop of a task; undefined when its items cannot be had and the task's condition is false anyway. */
export function loopOf(running: Running, written: NonNullable<Task['loop']>): Loop | undefined {
  const { scope, frame, task } = running;
  const control = controlOf(task.loop_control, scope);
  try {
    const items = itemsOf(written, scope);
    return {
      ...control,
      items: items ?? [new Unknown()],
      undecided: items === undefined,
      authored: arranges.has(written.kind) && isAuthored(written.items.value, scope),
    };
  } catch (error) {
    if (error instanceof PlayError && skipsAnyway(frame.when, scope)) return undefined;
    throw error;
  }
}

/** What a `with_…` hands to its lookup; `with_items` of a mapping goes over its keys. */
function termsOf(kind: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isDict(value) && (kind === 'items' || kind === 'flattened') ? dictKeys(value) : [value];
}

function skipsAnyway(conditions: readonly At[], scope: VariableScope): boolean {
  try {
    return decide(conditions, scope).holds === false;
  } catch {
    return false;
  }
}

/** The items; undefined when they are not known yet. */
function itemsOf({ kind, items }: NonNullable<Task['loop']>, scope: VariableScope): readonly unknown[] | undefined {
  // A tuple that a template gives is as good as a list here.
  const value = force(items.value instanceof Renderable ? items.value.value(scope) : items.value, scope);
  if (value instanceof Unknown) return undefined;
  if (kind !== 'loop') {
    const found = runLookup(kind, termsOf(kind, value), new Map(), scope, items);
    return found instanceof Unknown ? undefined : found.map((item) => force(item, scope));
  }
  if (Array.isArray(value)) return value;
  throw new PlayError({
    code: 'loop-type',
    message: `loop needs a list, not ${toText(value, 'repr')}`,
    place: items.place,
    hint: isDict(value) ? 'make it one with the filter dict2items' : 'write the items as a list',
  });
}

function controlOf(at: At | undefined, scope: VariableScope): Omit<Loop, 'items' | 'undecided' | 'authored'> {
  const written = at && (isDict(at.value) ? at.value : force(at.value, scope));
  const part = (name: string): At | undefined => {
    const value = isDict(written) ? dictGet(written, name) : undefined;
    return at === undefined || value === undefined || value === null
      ? undefined
      : { ...at, value, place: at.within([name]) };
  };
  const text = (name: string) => {
    const found = part(name);
    const value = found && force(found.value, scope);
    return value === undefined || value instanceof Unknown ? undefined : writtenText(value);
  };
  const index = text('index_var');
  const label = part('label');
  const breakWhen = part('break_when');
  return {
    variable: text('loop_var') ?? 'item',
    ...(index === undefined ? {} : { index }),
    ...(label === undefined ? {} : { label }),
    extended: booleanIn(part('extended'), scope),
    withAll: booleanIn(part('extended_allitems'), scope, true),
    pause: (numberIn(part('pause'), scope) ?? 0) * 1000,
    parallel: numberIn(part('parallel'), scope) ?? 1,
    breakWhen: breakWhen === undefined ? [] : conditionList(breakWhen),
  };
}

function conditionList(at: At): readonly At[] {
  return Array.isArray(at.value) ? at.value.map((value) => ({ ...at, value })) : [at];
}

/** The variables of one round. */
export function roundLayer(loop: Loop, position: number): Layer {
  const { items, variable, index, extended } = loop;
  const values: Record<string, unknown> = { [variable]: items[position], ansible_loop_var: variable };
  if (index !== undefined) Object.assign(values, { [index]: position, ansible_index_var: index });
  if (extended) values['ansible_loop'] = extendedOf(loop, position);
  return {
    data: true,
    authored: (name) => loop.authored && name === variable,
    has: (name) => Object.hasOwn(values, name),
    get: (name) => values[name],
    names: () => Object.keys(values),
  };
}

/** What `ansible_loop` holds. */
export function extendedOf(
  { items, withAll }: Pick<Loop, 'items' | 'withAll'>,
  position: number,
): Record<string, unknown> {
  const { length } = items;
  return {
    ...(withAll ? { allitems: items } : {}),
    index: position + 1,
    index0: position,
    first: position === 0,
    last: position + 1 === length,
    length,
    revindex: length - position,
    revindex0: length - position - 1,
    ...(position + 1 < length ? { nextitem: items[position + 1] } : {}),
    ...(position > 0 ? { previtem: items[position - 1] } : {}),
  };
}

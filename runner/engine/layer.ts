import type { At, Written } from '../playbook/types.ts';
import type { VariableScope } from './scope.ts';

/** One level of the precedence ladder: names with values as written, or with plain data that is never rendered. */
export interface Layer {
  /** Values hold no templates: they are handed out as they are. */
  readonly data: boolean;
  /** Of plain data: whether the playbook's author wrote all that went into the value. */
  authored?(name: string): boolean;
  has(name: string): boolean;
  /** The value; a computed one may look at the scope that asks. */
  get(name: string, scope: VariableScope): Written;
  names(): Iterable<string>;
}

const authored = new WeakMap<ReadonlyMap<string, unknown>, Set<string>>();

/** Remembers of a level of plain data whether the author of the playbook wrote all that went into a value. */
export function markAuthored(values: ReadonlyMap<string, unknown>, name: string, isAuthored: boolean): void {
  let names = authored.get(values);
  if (!isAuthored) {
    names?.delete(name);
    return;
  }
  if (!names) {
    names = new Set();
    authored.set(values, names);
  }
  names.add(name);
}

/** Remembers of names of one level what is remembered of them of another. */
export function copyAuthored(
  from: ReadonlyMap<string, unknown>,
  to: ReadonlyMap<string, unknown>,
  names: Iterable<string>,
): void {
  const known = authored.get(from);
  if (!known && !authored.has(to)) return;
  for (const name of names) markAuthored(to, name, known?.has(name) ?? false);
}

/** Remembers of one level all that is remembered of another. */
export function copyAllAuthored(from: ReadonlyMap<string, unknown>, to: ReadonlyMap<string, unknown>): void {
  const known = authored.get(from);
  if (known) authored.set(to, new Set(known));
}

/** A level of plain data. The map may change while the layer is in use. */
export function dataLayer(values: ReadonlyMap<string, unknown>): Layer {
  return { ...mapLayer(values, true), authored: (name) => authored.get(values)?.has(name) ?? false };
}

/** A level of values as written. The map may change while the layer is in use. */
export function writtenLayer(values: ReadonlyMap<string, Written>): Layer {
  return mapLayer(values, false);
}

/** A level of values that files brought while the playbook ran; of each it is remembered whether data is mixed in. */
export function loadedLayer(values: ReadonlyMap<string, Written>): Layer {
  return { ...dataLayer(values), data: false };
}

/** A level of values that are computed each time they are asked for. */
export function computedLayer(values: Readonly<Record<string, (scope: VariableScope) => unknown>>): Layer {
  return {
    data: true,
    has: (name) => Object.hasOwn(values, name),
    get: (name, scope) => values[name]?.(scope),
    names: () => Object.keys(values),
  };
}

/** Several levels that count as one, the highest first. The list may change while the layer is in use. */
export function stackedLayer(layers: readonly Layer[]): Layer {
  return {
    data: false,
    has: (name) => layers.some((layer) => layer.has(name)),
    get: (name, scope) => layers.find((layer) => layer.has(name))?.get(name, scope),
    authored: (name) =>
      isAuthoredIn(
        layers.find((layer) => layer.has(name)),
        name,
      ),
    *names() {
      for (const layer of layers) yield* layer.names();
    },
  };
}

/** Values as written are the author's; of data it is remembered. */
export const isAuthoredIn = (layer: Layer | undefined, name: string): boolean =>
  layer !== undefined && (layer.authored ? layer.authored(name) : !layer.data);

const ofRecords = new WeakMap<object, Layer>();

/** The level that a `vars:` mapping or a vars file makes. The same record gives the same layer. */
export function recordLayer(vars: Readonly<Record<string, At>>): Layer {
  let layer = ofRecords.get(vars);
  if (!layer) {
    layer = writtenLayer(new Map(Object.entries(vars).map(([name, at]) => [name, at.value])));
    ofRecords.set(vars, layer);
  }
  return layer;
}

function mapLayer(values: ReadonlyMap<string, unknown>, data: boolean): Layer {
  return {
    data,
    has: (name) => values.has(name),
    get: (name) => values.get(name),
    names: () => values.keys(),
  };
}

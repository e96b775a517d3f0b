import { lazy } from '../template/lazy.ts';
import { resolving } from '../template/resolving.ts';
import type { Scope, TemplateHost } from '../template/scope.ts';
import { isAuthoredIn, type Layer } from './layer.ts';

/** The variables one task (or one round of its loop) sees; each is rendered at most once. */
export interface VariableScope extends Scope {
  /** The same variables with these on top of all others; nothing rendered so far is kept. */
  with(...layers: readonly Layer[]): VariableScope;
  /** The value as written, from the highest level that has the name; undefined when that level holds data from elsewhere. */
  written(name: string): unknown;
}

/** A scope over levels of the precedence ladder, the highest first. */
export function createScope(layers: readonly Layer[], host: TemplateHost): VariableScope {
  const rendered = new Map<string, unknown>();
  const find = (name: string) => layers.find((layer) => layer.has(name));

  const scope: VariableScope = {
    host,
    has: (name) => find(name) !== undefined,
    get(name) {
      if (rendered.has(name)) return rendered.get(name);
      const layer = find(name);
      const written = layer?.get(name, scope);
      if (layer === undefined || layer.data || isPlain(written)) return written;
      const value = resolving(scope, name, name, () => lazy(written, scope, name));
      rendered.set(name, value);
      return value;
    },
    written(name) {
      const layer = find(name);
      return isAuthoredIn(layer, name) ? layer?.get(name, scope) : undefined;
    },
    names: () => new Set(layers.flatMap((layer) => [...layer.names()])),
    with: (...above) => createScope([...above, ...layers], host),
  };
  return scope;
}

function isPlain(written: unknown): boolean {
  return typeof written !== 'object' || written === null;
}

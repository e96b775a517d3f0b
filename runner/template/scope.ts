import { isLazy, lazy, written } from './lazy.ts';
import type { Value } from './python/types.ts';
import { resolving } from './resolving.ts';
import type { Written } from './written.ts';

/** What templates and lookups may ask of the world around them. */
export interface TemplateHost {
  /** Environment of the `env` and `pipe` lookups. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start at. */
  readonly playbookDir: string;
  /** True under `--check`. */
  readonly check: boolean;
  /**
   * Finds a file as Ansible does: the role's folder of that kind, the role, the playbook's folder of that kind, the playbook.
   * Throws a PlayError that names all it tried.
   */
  findFile(kind: 'files' | 'templates' | 'vars' | 'tasks', name: string): string;
  /** The text of a file, decrypted when it is a vault. Throws a PlayError when no password opens it. */
  readFile(path: string): string;
  /** Marks a value as secret, wherever it may be printed. */
  hide(value: Value): void;
}

/** The variables a template sees. Everything is synchronous. */
export interface Scope {
  readonly host: TemplateHost;
  has(name: string): boolean;
  /**
   * The variable's value, rendered on first use: undefined (JavaScript's) when nothing defines the name, an `Undefined` when its
   * definition needs something undefined.
   */
  get(name: string): Value | undefined;
  /** How the variable is written; undefined when it is data. */
  written?(name: string): Written;
  names(): Iterable<string>;
  /** Nobody reads its errors: no name like an undefined one is looked for among all there are. */
  readonly isSilent?: boolean;
}

/** Where variables come from: the written ones of a play, a role's defaults, facts … */
export type Layer = ReadonlyMap<string, Written> | { readonly [name: string]: Written };

/**
 * The variables of these layers, the first one winning. A variable's own templates are rendered in this scope when first used, and
 * remembered as long as the scope lives; so make one per task (and loop item), from layers that are shared. A variable that needs
 * itself is an error that names the circle. Plain data is passed on without a copy.
 */
export function createScope(layers: readonly Layer[], host: TemplateHost): Scope {
  const known = new Map<string, Value>();
  const scope: Scope = {
    host,
    has: (name) => layers.some((layer) => layerHas(layer, name)),
    get: (name) => {
      const remembered = known.get(name);
      if (remembered !== undefined || known.has(name)) return remembered;
      const layer = layers.find((candidate) => layerHas(candidate, name));
      if (layer === undefined) return undefined;
      const definition = layerGet(layer, name);
      const value = isLazy(definition)
        ? resolving(scope, name, name, () => lazy(definition, scope, name))
        : written(definition);
      known.set(name, value);
      return value;
    },
    written: (name) => {
      const layer = layers.find((candidate) => layerHas(candidate, name));
      return layer && layerGet(layer, name);
    },
    names: () => new Set(layers.flatMap((layer) => (layer instanceof Map ? [...layer.keys()] : Object.keys(layer)))),
  };
  return scope;
}

const layerHas = (layer: Layer, name: string): boolean =>
  layer instanceof Map ? layer.has(name) : Object.hasOwn(layer, name);

const layerGet = (layer: Layer, name: string): Written =>
  layer instanceof Map ? layer.get(name) : (layer as { readonly [name: string]: Written })[name];

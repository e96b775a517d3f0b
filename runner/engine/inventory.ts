import { isDeepStrictEqual } from 'node:util';
import { PlayError } from '../diagnostics.ts';
import type { HostGroups } from '../modules/module.ts';
import { isThisHost, takesThisHost } from '../playbook/this_host.ts';
import type { At } from '../playbook/types.ts';
import { dataLayer, type Layer, recordLayer, stackedLayer } from './layer.ts';

/** The groups this machine is in, and the variables it has by them. Every run starts with none. */
export interface Inventory extends HostGroups {
  /** `host_vars` over the variables of groups over those for all. */
  readonly layer: Layer;
  readonly groups: readonly string[];
  takes(patterns: readonly string[]): boolean;
}

type Vars = Readonly<Record<string, At>>;

export interface InventoryFiles {
  readonly host: Vars;
  readonly group: (name: string) => Vars;
}

export function createInventory({ host, group }: InventoryFiles): Inventory {
  const memberships = new Set<string>();
  const own = new Map<string, unknown>();
  const layers: Layer[] = [];
  // As Ansible sorts groups that nothing else puts in order: by name, the last on top.
  const restack = () => {
    const groups = [...memberships].sort().reverse();
    layers.splice(0, layers.length, recordLayer(host), dataLayer(own));
    layers.push(...[...groups, 'ungrouped', 'all'].map((name) => recordLayer(group(name))));
  };
  const join = (names: readonly string[]): boolean => {
    const before = memberships.size;
    for (const name of names) memberships.add(name);
    if (memberships.size > before) restack();
    return memberships.size > before;
  };
  restack();
  return {
    layer: stackedLayer(layers),
    get groups() {
      return [...memberships].sort();
    },
    takes: (patterns) => takesThisHost(patterns, memberships),
    addHost(name, groups, vars) {
      if (!isThisHost(name)) throw otherHost(name);
      const news = Object.entries(vars).filter(([key, value]) => !isDeepStrictEqual(own.get(key), value));
      for (const [key, value] of news) own.set(key, value);
      return join(groups) || news.length > 0;
    },
    addGroup: (name, parents) => join([name, ...parents.filter((parent) => parent !== 'all')]),
  };
}

const otherHost = (name: string) =>
  new PlayError({
    code: 'host-unknown',
    message: `"${name}" cannot be added: Play runs everything on this machine`,
    hint: 'add_host can put localhost into groups and give it variables',
  });

import { type MachineFacts, machineFacts } from '../modules/facts/machine.ts';
import type { Layer } from './layer.ts';
import { lazyRecord } from './lazy_record.ts';

/** Facts about the machine. A play's stand for one time; what only some playbooks ask about is found out when they do. */
export function machineOnce(environment: Readonly<Record<string, string>>): () => MachineFacts {
  let machine: MachineFacts | undefined;
  return () => {
    machine ??= machineFacts({ environment });
    return machine;
  };
}

/** `ansible_facts` and each fact as `ansible_<name>`, with what modules returned as facts on top. */
export function factsLayer(
  machine: () => MachineFacts,
  gathered: ReadonlyMap<string, unknown>,
  isGathered: () => boolean,
): Layer {
  const own = () => (isGathered() ? machine() : undefined);
  const short = (name: string) => name.replace(/^ansible_/, '');
  const find = (name: string) =>
    gathered.has(name) ? gathered.get(name) : (gathered.get(`ansible_${name}`) ?? own()?.get(name));
  const all = () => lazyRecord(new Set([...(own()?.names ?? []), ...[...gathered.keys()].map(short)]), find);
  const isOwn = (name: string) => name.startsWith('ansible_') && (own()?.names.has(short(name)) ?? false);
  return {
    data: true,
    has: (name) => name === 'ansible_facts' || gathered.has(name) || isOwn(name),
    get(name) {
      if (name === 'ansible_facts') return all();
      return gathered.has(name) ? gathered.get(name) : own()?.get(short(name));
    },
    names: () => ['ansible_facts', ...gathered.keys(), ...[...(own()?.names ?? [])].map((name) => `ansible_${name}`)],
  };
}

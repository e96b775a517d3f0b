import { type MachineFacts, machineFacts } from '../modules/facts/machine.ts';
import type { Layer } from './layer.ts';
import { lazyRecord } from './lazy_record.ts';

/** `ansible_facts` and each fact as `ansible_<name>`, with what modules returned as facts on top. */
export function factsLayer(
  environment: Readonly<Record<string, string>>,
  gathered: ReadonlyMap<string, unknown>,
  isGathered: () => boolean,
): Layer {
  let machine: MachineFacts | undefined;
  // A play's facts stand for one time; what only some playbooks ask about is found out when they do.
  const own = () => {
    if (!isGathered()) return undefined;
    machine ??= machineFacts({ environment });
    return machine;
  };
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

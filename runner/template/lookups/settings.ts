import { homedir, tmpdir } from 'node:os';
import { asText } from '../filters/read.ts';
import type { Lookup, Table } from '../plugin.ts';
import { Fault, type Value } from '../python/types.ts';

/** Ansible's settings that have a meaning here, with the one value they have. */
const settings: Readonly<Record<string, () => Value>> = {
  DEFAULT_FORKS: () => 1,
  DEFAULT_GATHERING: () => 'implicit',
  DEFAULT_HASH_BEHAVIOUR: () => 'replace',
  DEFAULT_HOST_LIST: () => ['localhost,'],
  DEFAULT_JINJA2_NATIVE: () => true,
  DEFAULT_LOCAL_TMP: tmpdir,
  DEFAULT_MANAGED_STR: () => 'Ansible managed',
  DEFAULT_STRATEGY: () => 'linear',
  DEFAULT_TRANSPORT: () => 'local',
  HOST_KEY_CHECKING: () => true,
  INVENTORY_ENABLED: () => [],
  ANSIBLE_HOME: () => `${homedir()}/.ansible`,
};

/** Lookups of how the runner is set. */
export const settingLookups: Table<Lookup> = {
  config: {
    description: "the value of one of Ansible's settings, where it has a meaning here",
    options: [['on_missing', 'error']],
    run: (terms, options) =>
      terms.flatMap((term) => {
        const name = asText(term);
        if (Object.hasOwn(settings, name)) return [settings[name]!()];
        if (options.get('on_missing') !== 'error') return [];
        throw new Fault(`there is no setting '${name}' here`, { hint: `known: ${Object.keys(settings).join(', ')}` });
      }),
  },
};

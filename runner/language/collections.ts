import { ansibleUtilsFilters } from './filters/ansible_utils.ts';
import { builtinFilters } from './filters/builtin.ts';
import { communityGeneralFilters } from './filters/community_general.ts';
import { jinjaFilters } from './filters/jinja.ts';
import { oldTestFilters } from './filters/old_tests.ts';
import { playFilters } from './filters/play.ts';
import { builtinGlobals } from './globals/builtin.ts';
import { jinjaGlobals } from './globals/jinja.ts';
import { ansibleUtilsLookups } from './lookups/ansible_utils.ts';
import { builtinLookups } from './lookups/builtin.ts';
import { communityGeneralLookups } from './lookups/community_general.ts';
import type { PluginDocs } from './plugin_doc.ts';
import { ansibleUtilsTests } from './tests/ansible_utils.ts';
import { builtinTests } from './tests/builtin.ts';
import { jinjaTests } from './tests/jinja.ts';

/** Where filters, tests, lookups and functions come from, and what is said of each. */
export const pluginDocs: Readonly<
  Record<'filters' | 'tests' | 'lookups' | 'globals', Readonly<Record<string, PluginDocs>>>
> = {
  filters: {
    Jinja: jinjaFilters,
    'ansible.builtin': builtinFilters,
    'community.general': communityGeneralFilters,
    'ansible.utils': ansibleUtilsFilters,
    'Ansible 2.7': oldTestFilters,
    Play: playFilters,
  },
  tests: { Jinja: jinjaTests, 'ansible.builtin': builtinTests, 'ansible.utils': ansibleUtilsTests },
  lookups: {
    'ansible.builtin': builtinLookups,
    'community.general': communityGeneralLookups,
    'ansible.utils': ansibleUtilsLookups,
  },
  globals: { Jinja: jinjaGlobals, 'ansible.builtin': builtinGlobals },
};

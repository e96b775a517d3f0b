import type { PluginDocs } from '../plugin_doc.ts';

/** The usual lookups of ansible.utils. */
export const ansibleUtilsLookups: PluginDocs = {
  get_path: { examples: [["lookup('get_path', {'a': {'b': 1}}, 'a.b')", 1]], more: { '…': 'as for the filter' } },
  index_of: { examples: [["lookup('index_of', ['a', 'b'], 'eq', 'b')", 1]], more: { '…': 'as for the filter' } },
  to_paths: { examples: [["lookup('to_paths', {'a': {'b': 1}})", { 'a.b': 1 }]], more: { '…': 'as for the filter' } },
};

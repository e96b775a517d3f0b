import type { PluginDocs } from '../plugin_doc.ts';

/** Play's own filters. */
export const playFilters: PluginDocs = {
  splitlines: { examples: [['text | splitlines', ['a', 'b'], { variables: { text: 'a\nb\n' } }]] },
};

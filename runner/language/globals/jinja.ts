import type { PluginDocs } from '../plugin_doc.ts';

/** Jinja's own globals. */
export const jinjaGlobals: PluginDocs = {
  cycler: { examples: [["cycler('odd', 'even').next()", 'odd']], more: { '…': 'the values' } },
  dict: {
    examples: [['dict(a=1, b=2)', { a: 1, b: 2 }]],
    parameters: { pairs: 'a dict or a list of pairs to start from' },
    more: { '…': 'more keys and values' },
  },
  joiner: { examples: [["joiner('; ')() ~ 'first'", 'first']], parameters: { sep: 'the separator' } },
  namespace: {
    examples: [['namespace(n=1).n', 1]],
    parameters: { pairs: 'a dict or a list of pairs to start from' },
    more: { '…': 'more attributes' },
  },
  range: {
    examples: [['range(1, 7, 2) | list', [1, 3, 5]]],
    parameters: {
      start: 'the first number; alone, it is the end',
      stop: 'where it ends, not included',
      step: 'the distance',
    },
  },
};

import type { PluginDocs } from '../plugin_doc.ts';

/** What ansible.builtin adds to the globals. */
export const builtinGlobals: PluginDocs = {
  lookup: {
    examples: [["lookup('env', 'NOWHERE', default='unset')", 'unset']],
    parameters: { name: 'the name of a lookup' },
    more: {
      '…': 'its terms and options',
      wantlist: ['always as a list', false],
      errors: ['`strict`, `warn` or `ignore`', 'strict'],
    },
  },
  now: {
    examples: [["now(utc=true, fmt='%Y') | length", 4]],
    parameters: { utc: 'in UTC, not in local time', fmt: 'as text, in this format' },
  },
  query: {
    examples: [["query('items', 1, 2)", [1, 2]]],
    parameters: { name: 'the name of a lookup' },
    more: { '…': 'its terms and options' },
  },
  q: {
    examples: [["q('items', [1, 2])", [1, 2]]],
    parameters: { name: 'the name of a lookup' },
    more: { '…': 'its terms and options' },
  },
  undef: { examples: [["undef('say where') is defined", false]], parameters: { hint: 'what is said when it is used' } },
};

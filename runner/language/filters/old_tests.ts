import type { PluginDocs } from '../plugin_doc.ts';

const other = 'the other list';
const pattern = {
  pattern: 'the regular expression',
  ignorecase: 'capitals and small letters are the same',
  multiline: '`^` and `$` match at each line',
};

/** Tests that Ansible 2.7 let playbooks write as filters. */
export const oldTestFilters: PluginDocs = {
  changed: { examples: [['{"changed": true} | changed', true]] },
  failed: { examples: [['{"failed": true} | failed', true]] },
  issubset: { examples: [['[1] | issubset([1, 2])', true]], parameters: { b: other } },
  issuperset: { examples: [['[1, 2] | issuperset([1])', true]], parameters: { b: other } },
  match: { examples: [["'my-app' | match('app')", false]], parameters: pattern },
  search: { examples: [["'my-app' | search('app')", true]], parameters: pattern },
  skipped: { examples: [['{"skipped": true} | skipped', true]] },
  success: { examples: [['{"changed": false} | success', true]] },
  version: {
    examples: [["'2.10' | version('2.9', '>')", true]],
    parameters: {
      version: 'the other version',
      operator: 'how they compare',
      strict: 'true: plain versions only',
      version_type: '`loose`, `strict`, `semver`, `semantic` or `pep440`',
    },
  },
};

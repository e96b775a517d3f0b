import type { PluginDocs } from '../plugin_doc.ts';

/** What ansible.builtin adds to the tests. */
export const builtinTests: PluginDocs = {
  abs: { examples: [["'/etc/hosts' is abs", true]] },
  all: { examples: [['[true, 1] is all', true]] },
  any: { examples: [['[false, 0] is any', false]] },
  changed: { examples: [['{"changed": true} is changed', true]] },
  contains: { examples: [["['a', 'b'] is contains('a')", true]], parameters: { item: 'the element, key or part' } },
  directory: { examples: [["'conf.d' is directory", true, { files: { 'conf.d/a': '' } }]] },
  exists: { examples: [["'app.ini' is exists", true, { files: { 'app.ini': '' } }]] },
  failed: { examples: [['{"failed": true, "msg": "no"} is failed', true]] },
  falsy: { examples: [["'' is falsy", true]], parameters: { convert_bool: 'text like `no` counts as false' } },
  file: { examples: [["'app.ini' is file", true, { files: { 'app.ini': '' } }]] },
  finished: { examples: [['{"started": 1, "finished": 0} is finished', false]] },
  isnan: { examples: [["('nan' | float) is isnan", true]] },
  link: { examples: [["'app.ini' is link", false, { files: { 'app.ini': '' } }]] },
  link_exists: { examples: [["'app.ini' is link_exists", true, { files: { 'app.ini': '' } }]] },
  match: {
    examples: [
      ["'app-1' is match('app')", true],
      ["'my-app' is match('app')", false],
    ],
    parameters: {
      pattern: 'the regular expression',
      ignorecase: 'capitals and small letters are the same',
      multiline: '`^` and `$` match at each line',
    },
  },
  mount: { examples: [["'/' is mount", true]] },
  nan: { examples: [['2.5 is nan', false]] },
  reachable: { examples: [['{"changed": false} is reachable', true]] },
  regex: {
    examples: [["'app-1' is regex('^app-\\d$')", true]],
    parameters: {
      pattern: 'the regular expression',
      ignorecase: 'capitals and small letters are the same',
      multiline: '`^` and `$` match at each line',
      match_type: '`search` or `match`',
    },
  },
  same_file: { examples: [["'/etc' is same_file('/etc/.')", true]], parameters: { other: 'the other path' } },
  search: {
    examples: [["'my-app' is search('app')", true]],
    parameters: {
      pattern: 'the regular expression',
      ignorecase: 'capitals and small letters are the same',
      multiline: '`^` and `$` match at each line',
    },
  },
  skipped: { examples: [['{"skipped": true} is skipped', true]] },
  started: { examples: [['{"started": 1, "finished": 0} is started', true]] },
  subset: { examples: [['[1, 2] is subset([1, 2, 3])', true]], parameters: { b: 'the other list' } },
  succeeded: { examples: [['{"changed": false} is succeeded', true]] },
  superset: { examples: [['[1, 2, 3] is superset([1])', true]], parameters: { b: 'the other list' } },
  timedout: { examples: [['{"failed": true, "timedout": {"period": 5}} is timedout', true]] },
  truthy: {
    examples: [
      ["'no' is truthy", true],
      ["'no' is truthy(convert_bool=true)", false],
    ],
    parameters: { convert_bool: 'text like `no` counts as false' },
  },
  unreachable: { examples: [['{"unreachable": true} is unreachable', true]] },
  uri: { examples: [["'mailto:a@example.com' is uri", true]], parameters: { schemes: 'only these' } },
  url: { examples: [["'https://example.com/a' is url", true]], parameters: { schemes: 'only these' } },
  urn: { examples: [["'urn:isbn:0451450523' is urn", true]] },
  vault_encrypted: { examples: [["'plain text' is vault_encrypted", false]] },
  version: {
    examples: [
      ["'2.10' is version('2.9', '>')", true],
      ["'1.2.0-rc1' is version('1.2.0', '<', version_type='semver')", true],
    ],
    parameters: {
      version: 'the other version',
      operator: 'how they compare: <, <=, >, >=, ==, !=, or lt, le …',
      strict: 'true: plain versions only',
      version_type: '`loose`, `strict`, `semver`, `semantic` or `pep440`',
    },
  },
};

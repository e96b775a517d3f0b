import type { PluginDocs } from '../plugin_doc.ts';

/** The usual filters of community.general. */
export const communityGeneralFilters: PluginDocs = {
  counter: { examples: [["['a', 'b', 'a'] | counter", { a: 2, b: 1 }]] },
  crc32: { examples: [["'play' | crc32", '5e89deba']] },
  dict: { examples: [["[['a', 1], ['b', 2]] | dict", { a: 1, b: 2 }]] },
  dict_kv: { examples: [["8080 | dict_kv('port')", { port: 8080 }]], parameters: { key: 'the key' } },
  from_csv: {
    examples: [['text | from_csv', [{ name: 'web', port: '80' }], { variables: { text: 'name,port\nweb,80\n' } }]],
    parameters: {
      dialect: '`excel`, `excel-tab` or `unix`',
      fieldnames: 'names of the columns; the first line when not given',
      delimiter: 'what separates the columns',
      skipinitialspace: 'leave out blanks after it',
      strict: 'fail on bad quotes',
    },
  },
  from_ini: { examples: [['text | from_ini', { app: { port: '80' } }, { variables: { text: '[app]\nport = 80\n' } }]] },
  groupby_as_dict: {
    examples: [['[{"id": "a", "n": 1}] | groupby_as_dict("id")', { a: { id: 'a', n: 1 } }]],
    parameters: { attribute: 'the key to go by' },
  },
  json_query: {
    examples: [['[{"n": "a", "up": true}, {"n": "b", "up": false}] | json_query("[?up].n")', ['a']]],
    parameters: { expr: 'the query' },
  },
  lists_difference: {
    examples: [['[1, 2, 3] | lists_difference([2], [3])', [1]]],
    more: { '…': 'the other lists', flatten: ['the lists are inside of the first one', false] },
  },
  lists_intersect: {
    examples: [['[1, 2, 3] | lists_intersect([2, 3], [3])', [3]]],
    more: { '…': 'the other lists', flatten: ['the lists are inside of the first one', false] },
  },
  lists_mergeby: {
    examples: [['[{"id": 1, "a": 1}] | lists_mergeby([{"id": 1, "b": 2}], "id")', [{ id: 1, a: 1, b: 2 }]]],
    more: {
      '…': 'the other lists, and last the key that tells which dicts belong together',
      recursive: ['as in `combine`', false],
      list_merge: ['as in `combine`', 'replace'],
    },
  },
  lists_symmetric_difference: {
    examples: [['[1, 2] | lists_symmetric_difference([2, 3])', [1, 3]]],
    more: { '…': 'the other lists', flatten: ['the lists are inside of the first one', false] },
  },
  lists_union: {
    examples: [['[1] | lists_union([2], [1, 3])', [1, 2, 3]]],
    more: { '…': 'the other lists', flatten: ['the lists are inside of the first one', false] },
  },
  random_mac: {
    examples: [["('52:54:00' | random_mac)[:9]", '52:54:00:']],
    parameters: { seed: 'a word or number that makes the result always the same' },
  },
  to_days: { examples: [["'36h' | to_days", 1.5]], parameters: { year: 'days of a year', month: 'days of a month' } },
  to_hours: {
    examples: [["'90min' | to_hours", 1.5]],
    parameters: { year: 'days of a year', month: 'days of a month' },
  },
  to_ini: { examples: [['{"app": {"port": 80}} | to_ini', '[app]\nport = 80\n']] },
  to_milliseconds: {
    examples: [["'2min' | to_milliseconds", 120000]],
    parameters: { year: 'days of a year', month: 'days of a month' },
  },
  to_minutes: {
    examples: [["'90s' | to_minutes", 1.5]],
    parameters: { year: 'days of a year', month: 'days of a month' },
  },
  to_months: {
    examples: [["'45d' | to_months", 1.5]],
    parameters: { year: 'days of a year', month: 'days of a month' },
  },
  to_seconds: {
    examples: [["'1min 30s' | to_seconds", 90]],
    parameters: { year: 'days of a year', month: 'days of a month' },
  },
  to_time_unit: {
    examples: [["'90min' | to_time_unit('h')", 1.5]],
    parameters: { unit: 'ms, s, min, h, d, w, mo or y', year: 'days of a year', month: 'days of a month' },
  },
  to_weeks: { examples: [["'84h' | to_weeks", 0.5]], parameters: { year: 'days of a year', month: 'days of a month' } },
  to_years: { examples: [["'73d' | to_years", 0.2]], parameters: { year: 'days of a year', month: 'days of a month' } },
  unicode_normalize: {
    examples: [["('é' | unicode_normalize) == 'é'", true]],
    parameters: { form: 'NFC, NFD, NFKC or NFKD' },
  },
  version_sort: {
    examples: [["['2.10', '2.9'] | version_sort", ['2.9', '2.10']]],
    parameters: { reverse: 'from the last to the first' },
  },
};

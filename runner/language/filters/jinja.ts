import type { PluginDocs } from '../plugin_doc.ts';

/** Jinja's own filters. */
export const jinjaFilters: PluginDocs = {
  abs: { examples: [['-3 | abs', 3]] },
  attr: { examples: [["('a' | attr('upper')) is undefined", true]], parameters: { name: 'the name of the attribute' } },
  batch: {
    examples: [
      [
        '[1, 2, 3] | batch(2, 0)',
        [
          [1, 2],
          [3, 0],
        ],
      ],
    ],
    parameters: { linecount: 'elements of each list', fill_with: 'what fills up the last one' },
  },
  capitalize: { examples: [["'hello World' | capitalize", 'Hello world']] },
  center: { examples: [["'ok' | center(6)", '  ok  ']], parameters: { width: 'characters of the line' } },
  default: {
    examples: [
      ["missing | default('eu-west-1')", 'eu-west-1'],
      ["'' | default('eu-west-1', true)", 'eu-west-1'],
      ['app.port | default(8080)', 8080],
    ],
    parameters: { default_value: 'what stands in for it', boolean: 'also when it is empty, zero, none or false' },
  },
  dictsort: {
    examples: [
      [
        '{"b": 1, "a": 2} | dictsort',
        [
          ['a', 2],
          ['b', 1],
        ],
      ],
    ],
    parameters: {
      case_sensitive: 'whether capitals and small letters differ',
      by: '`key` or `value`',
      reverse: 'from the last to the first',
    },
  },
  escape: { examples: [["'<b>' | escape", '&lt;b&gt;']] },
  filesizeformat: {
    examples: [
      ['1500 | filesizeformat', '1.5 kB'],
      ['1536 | filesizeformat(true)', '1.5 KiB'],
    ],
    parameters: { binary: 'in steps of 1024' },
  },
  first: { examples: [['[3, 1, 2] | first', 3]] },
  float: { examples: [["'2.5' | float", 2.5]], parameters: { default: 'what it is when the text is no number' } },
  forceescape: { examples: [["'a & b' | forceescape", 'a &amp; b']] },
  format: {
    examples: [["'%s is %d' | format('port', 80)", 'port is 80']],
    more: { '…': 'the values, by position or by name' },
  },
  groupby: {
    examples: [
      ['[{"az": "a", "n": 1}, {"az": "b", "n": 2}, {"az": "a", "n": 3}] | groupby("az") | map("first")', ['a', 'b']],
    ],
    parameters: {
      attribute: 'the key to group by',
      default: 'its value where an element has none',
      case_sensitive: 'whether capitals and small letters differ',
    },
  },
  indent: {
    examples: [['text | indent(2)', 'a\n  b', { variables: { text: 'a\nb' } }]],
    parameters: {
      width: 'number of blanks, or the text to put before',
      first: 'the first line too',
      blank: 'empty lines too',
    },
  },
  int: {
    examples: [
      ["'42' | int", 42],
      ["'ff' | int(base=16)", 255],
    ],
    parameters: { default: 'what it is when the text is no number', base: 'base of the digits' },
  },
  items: { examples: [['{"a": 1} | items | list', [['a', 1]]]] },
  join: {
    examples: [
      ['["a", "b"] | join("-")', 'a-b'],
      ['[{"id": 1}, {"id": 2}] | join(",", attribute="id")', '1,2'],
    ],
    parameters: {
      d: 'what stands between',
      attribute: 'the key to look at instead of the element itself; `a.b` goes deeper',
    },
  },
  last: { examples: [['[3, 1, 2] | last', 2]] },
  length: { examples: [["'abc' | length", 3]] },
  list: { examples: [["'abc' | list", ['a', 'b', 'c']]] },
  lower: { examples: [["'ABC' | lower", 'abc']] },
  map: {
    examples: [
      ["['a', 'b'] | map('upper')", ['A', 'B']],
      ['[{"id": 1}, {"id": 2}] | map(attribute="id")', [1, 2]],
    ],
    more: {
      '…': 'the name of a filter, and its arguments',
      attribute: 'the key to look at instead of the element itself; `a.b` goes deeper',
      default: 'its value where an element has none',
    },
  },
  max: {
    examples: [['[3, 1, 2] | max', 3]],
    parameters: {
      case_sensitive: 'whether capitals and small letters differ',
      attribute: 'the key to look at instead of the element itself; `a.b` goes deeper',
    },
  },
  min: {
    examples: [['[3, 1, 2] | min', 1]],
    parameters: {
      case_sensitive: 'whether capitals and small letters differ',
      attribute: 'the key to look at instead of the element itself; `a.b` goes deeper',
    },
  },
  pprint: { examples: [['{"b": 1, "a": "x"} | pprint', "{'a': 'x', 'b': 1}"]] },
  random: {
    examples: [
      ["['a', 'b', 'c'] | random(seed='x')", 'c'],
      ['(10 | random) < 10', true],
    ],
    parameters: {
      start: 'smallest number',
      step: 'distance between the numbers',
      seed: 'a word or number that makes the result always the same',
    },
  },
  reject: {
    examples: [['[1, 2, 3] | reject("odd")', [2]]],
    more: { '…': 'the name of a test, and its arguments; without one, whether it counts as true' },
  },
  rejectattr: {
    examples: [['[{"n": 1, "up": true}, {"n": 2, "up": false}] | rejectattr("up")', [{ n: 2, up: false }]]],
    parameters: { attribute: 'the key to look at instead of the element itself; `a.b` goes deeper' },
    more: { '…': 'the name of a test, and its arguments; without one, whether it counts as true' },
  },
  replace: {
    examples: [["'a.b.c' | replace('.', '-')", 'a-b-c']],
    parameters: { old: 'the part to replace', 'new': 'what to put there', count: 'at most so many times' },
  },
  reverse: { examples: [["'abc' | reverse", 'cba']] },
  round: {
    examples: [
      ['2.345 | round(1)', 2.3],
      ['2.1 | round(0, "ceil") | int', 3],
    ],
    parameters: { precision: 'digits after the point', method: '`common` (half to even), `ceil` or `floor`' },
  },
  safe: { examples: [["'<b>' | safe", '<b>']] },
  select: {
    examples: [['[1, 2, 3] | select("odd")', [1, 3]]],
    more: { '…': 'the name of a test, and its arguments; without one, whether it counts as true' },
  },
  selectattr: {
    examples: [['[{"n": 1, "az": "a"}, {"n": 2, "az": "b"}] | selectattr("az", "eq", "a")', [{ n: 1, az: 'a' }]]],
    parameters: { attribute: 'the key to look at instead of the element itself; `a.b` goes deeper' },
    more: { '…': 'the name of a test, and its arguments; without one, whether it counts as true' },
  },
  slice: {
    examples: [['[1, 2, 3] | slice(2)', [[1, 2], [3]]]],
    parameters: { slices: 'number of lists', fill_with: 'what fills up the shorter ones' },
  },
  sort: {
    examples: [
      ['[3, 1, 2] | sort', [1, 2, 3]],
      ['[{"n": 2}, {"n": 1}] | sort(attribute="n")', [{ n: 1 }, { n: 2 }]],
    ],
    parameters: {
      reverse: 'from the last to the first',
      case_sensitive: 'whether capitals and small letters differ',
      attribute: 'the key to sort by; several with commas',
    },
  },
  string: { examples: [['8080 | string', '8080']] },
  striptags: { examples: [["'<b>bold</b> text' | striptags", 'bold text']] },
  sum: {
    examples: [
      ['[1, 2, 3] | sum', 6],
      ['[{"n": 1}, {"n": 2}] | sum(attribute="n")', 3],
      ['[[1], [2, 3]] | sum(start=[])', [1, 2, 3]],
    ],
    parameters: {
      attribute: 'the key to look at instead of the element itself; `a.b` goes deeper',
      start: 'what the first element is added to',
    },
  },
  title: { examples: [["'hello world' | title", 'Hello World']] },
  tojson: { examples: [["'<b>' | tojson", '"\\u003cb\\u003e"']], parameters: { indent: 'blanks for each level' } },
  trim: {
    examples: [
      ["'  a ' | trim", 'a'],
      ["'/a/' | trim('/')", 'a'],
    ],
    parameters: { chars: 'the characters to take away' },
  },
  truncate: {
    examples: [["'one two three' | truncate(6)", 'one...']],
    parameters: {
      length: 'characters to keep, the end mark among them',
      killwords: 'cut inside a word',
      end: 'the end mark',
      leeway: 'how much longer the text may be without being cut',
    },
  },
  unique: {
    examples: [["['a', 'b', 'a'] | unique", ['a', 'b']]],
    parameters: {
      case_sensitive: 'whether capitals and small letters differ',
      attribute: 'the key to look at instead of the element itself; `a.b` goes deeper',
    },
  },
  upper: { examples: [["'abc' | upper", 'ABC']] },
  urlencode: {
    examples: [
      ["'a b/c' | urlencode", 'a%20b/c'],
      ['{"q": "a b", "n": 1} | urlencode', 'q=a+b&n=1'],
    ],
  },
  wordcount: { examples: [["'one two three' | wordcount", 3]] },
  wordwrap: {
    examples: [["'one two three' | wordwrap(8)", 'one two\nthree']],
    parameters: {
      width: 'characters of a line',
      break_long_words: 'break words that are longer than a line',
      wrapstring: 'what ends a line, instead of a line break',
      break_on_hyphens: 'lines may end at hyphens',
    },
  },
  xmlattr: {
    examples: [['{"id": "a", "title": none} | xmlattr', ' id="a"']],
    parameters: { autospace: 'with a blank before the first' },
  },
};

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, hostIn, render } from '../testing.ts';
import { Float, plain } from '../values.ts';

const variables = {
  d: { b: 1, a: 2 },
  base: { a: 1, n: { x: 1, y: 2 }, l: [1, 2] },
  over: { b: 2, n: { y: 9 }, l: [3, 2] },
  users: [
    { name: 'ann', keys: ['k1', 'k2'], home: { dir: '/a' } },
    { name: 'bob', keys: [], home: {} },
  ],
  a: [1, 2, 3, 2],
  b: [3, 4],
};

/** An expression in the manner of Ansible, and its value. */
const table: readonly (readonly [string, unknown])[] = [
  ["nosuch | default('d')", 'd'],
  ["nosuch.a.b | default('d')", 'd'],
  ["'' | default('d')", ''],
  ["'' | default('d', true)", 'd'],
  ['none | default(1)', null],
  [
    "['yes', 'no', 'on', '1', 'True', 'maybe', '', 0, 1, true] | map('bool') | list",
    [true, false, true, true, true, false, false, false, true, true],
  ],
  ["true | ternary('y', 'n')", 'y'],
  ["none | ternary('y', 'n', 'z')", 'z'],
  ["none | ternary('y', 'n')", 'n'],
  [
    "[1, '1', 1.5, true, none, [], {}] | map('type_debug') | list",
    ['int', 'str', 'float', 'bool', 'NoneType', 'list', 'dict'],
  ],
  ['1 | mandatory', 1],
  ['base | combine(over)', { a: 1, n: { y: 9 }, l: [3, 2], b: 2 }],
  ['base | combine(over, recursive=true)', { a: 1, n: { x: 1, y: 9 }, l: [3, 2], b: 2 }],
  ["(base | combine(over, list_merge='append')).l", [1, 2, 3, 2]],
  ["(base | combine(over, list_merge='prepend')).l", [3, 2, 1, 2]],
  ["(base | combine(over, list_merge='append_rp')).l", [1, 3, 2]],
  ["(base | combine(over, list_merge='prepend_rp')).l", [3, 2, 1]],
  ["(base | combine(over, list_merge='keep')).l", [1, 2]],
  ["{'a': 1} | combine({'b': 2}, {'a': 3})", { a: 3, b: 2 }],
  ["[{'a': 1}, {'c': 2}] | combine", { a: 1, c: 2 }],
  [
    'd | dict2items',
    [
      { key: 'b', value: 1 },
      { key: 'a', value: 2 },
    ],
  ],
  ["d | dict2items(key_name='k', value_name='v') | first", { k: 'b', v: 1 }],
  ["[{'key': 'x', 'value': 1}] | items2dict", { x: 1 }],
  ["[{'k': 'x', 'v': 1}] | items2dict('k', 'v')", { x: 1 }],
  ["users | rekey_on_member('name') | list", ['ann', 'bob']],
  ["users | subelements('keys') | map('last') | list", ['k1', 'k2']],
  ["users | subelements('home.dir', skip_missing=true) | length if false else 0", 0],
  ["['x', 'z'] | map('extract', {'x': 1, 'y': 2, 'z': 3}) | list", [1, 3]],
  ["['ann'] | map('extract', {'ann': {'ip': {'v4': 5}}}, ['ip', 'v4']) | list", [5]],
  ['1 | extract([5, 6])', 6],
  ['a | union(b)', [1, 2, 3, 4]],
  ['a | intersect(b)', [3]],
  ['a | difference(b)', [1, 2]],
  ['a | symmetric_difference(b)', [1, 2, 4]],
  ["[{'x': 1}] | union([{'x': 1}, {'x': 2}])", [{ x: 1 }, { x: 2 }]],
  ['[1, 1.0, true] | unique', [1]],
  ['[1, [2, [3, [4]]], none] | flatten', [1, 2, 3, 4]],
  ['[1, [2, [3]]] | flatten(levels=1)', [1, 2, [3]]],
  ['[1, none] | flatten(skip_nulls=false)', [1, null]],
  [
    "[1, 2] | zip(['a', 'b', 'c']) | list",
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  [
    "[1, 2] | zip_longest(['a'], fillvalue='-') | list",
    [
      [1, 'a'],
      [2, '-'],
    ],
  ],
  ["[1, 2] | product(['a', 'b']) | map('join') | list", ['1a', '1b', '2a', '2b']],
  ["['a', 'b', 'c'] | combinations(2) | map('join') | list", ['ab', 'ac', 'bc']],
  ['[1, 2, 3] | permutations(2) | list | length', 6],
  ["['a', 'b'] | permutations | map('join') | list", ['ab', 'ba']],
  ["'abc' | hash('sha1')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ["'abc' | hash('md5')", '900150983cd24fb0d6963f7d28e17f72'],
  ["'abc' | checksum", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ["'abc' | md5 == 'abc' | hash('md5')", true],
  ["'héllo' | b64encode", 'aMOpbGxv'],
  ["'aMOpbGxv' | b64decode", 'héllo'],
  ["'a' | to_uuid", '9b6d1a0c-51b1-5093-93fc-cf09a700edff'],
  ['1536 | human_readable', '1.50 KB'],
  ['10 | human_readable', '10.00 Bytes'],
  ['10 | human_readable(isbits=true)', '10.00 bits'],
  ["1536 | human_readable(unit='M')", '0.00 MB'],
  ["'2K' | human_to_bytes", 2048],
  ["'1.5 MB' | human_to_bytes", 1572864],
  ["'10' | human_to_bytes('K')", 10240],
  ["'7B' | human_to_bytes", 7],
  ['8 | log(2)', new Float(3)],
  ['2 | pow(5)', new Float(32)],
  ['9 | root', new Float(3)],
  ['27 | root(3)', new Float(3)],
  ["'foo bar' | regex_replace('(\\w+) (\\w+)', '\\2 \\1')", 'bar foo'],
  ["'v1.2' | regex_search('\\d+')", '1'],
  ["'v1.2' | regex_search('v(\\d+)\\.(?P<minor>\\d+)', '\\1', '\\g<minor>')", ['1', '2']],
  ["'x' | regex_search('\\d+')", null],
  ["'FOO' | regex_search('o+', ignorecase=true)", 'OO'],
  ["'a.b' | regex_escape", 'a\\.b'],
  ["'/etc/nginx/nginx.conf' | basename", 'nginx.conf'],
  ["'/etc/nginx/nginx.conf' | dirname", '/etc/nginx'],
  ["['/', 'a/', 'a', '/a', '', '//a', 'a//b'] | map('dirname') | list", ['/', 'a', '', '/', '', '//', 'a']],
  ["['/', 'a/', 'a', '/a', ''] | map('basename') | list", ['', '', 'a', 'a', '']],
  [
    "['a.tar.gz', '.bashrc', 'a.b/c', 'x', '..a', 'a.'] | map('splitext') | map('last') | list",
    ['.gz', '', '', '', '', '.'],
  ],
  ["['/etc', 'x', 'y.conf'] | path_join", '/etc/x/y.conf'],
  ["'a' | path_join('b/', 'c')", 'a/b/c'],
  ["['a', '/b'] | path_join", '/b'],
  ["'/a/b/../c/./d' | normpath", '/a/c/d'],
  ["'/a/b/c' | relpath('/a/x')", '../b/c'],
  ["'~/x' | expanduser", '/home/me/x'],
  ["'$HOME/${USER}/$NOSUCH' | expandvars", '/home/me/me/$NOSUCH'],
  ["['/a/b/c', '/a/b/d'] | commonpath", '/a/b'],
  [
    "['plain', 'two words', \"it's\", '', 'a/b:c', '$x'] | map('quote') | list",
    ['plain', "'two words'", `'it'"'"'s'`, "''", 'a/b:c', "'$x'"],
  ],
  ["'line one' | comment", '#\n# line one\n#'],
  ["'a\nb' | comment('c')", '//\n// a\n// b\n//'],
  ["'a' | comment('cblock')", '/*\n *\n * a\n *\n */'],
  ["'a' | comment('xml')", '<!--\n -\n - a\n -\n-->'],
  ["'a' | comment(decoration='; ', prefix_count=0, postfix='')", '; a'],
  ["'http://me:pw@Host.example:8080/a/b?x=1#frag' | urlsplit('hostname')", 'host.example'],
  [
    "('http://me:pw@h:8080/a?x=1#f' | urlsplit).values() | list",
    ['f', 'h', 'me:pw@h:8080', 'pw', '/a', 8080, 'x=1', 'http', 'me'],
  ],
  ["'a b/c' | urlencode", 'a%20b/c'],
  ["'a%20b+c' | urldecode", 'a b c'],
  ["'a,b' | split(',')", ['a', 'b']],
  ["'a b' | split", ['a', 'b']],
  ["'%Y-%m-%d %H:%M:%S %j %a %b' | strftime(86400, utc=true)", '1970-01-02 00:00:00 002 Fri Jan'],
  ["(('2024-03-01 10:00:00' | to_datetime) - ('2024-02-28 09:00:00' | to_datetime)).days", 2],
  [
    "(('2024-03-01' | to_datetime('%Y-%m-%d')) - ('2024-02-28' | to_datetime('%Y-%m-%d'))).total_seconds()",
    new Float(172800),
  ],
  ["('2024-03-01 10:00:00' | to_datetime).strftime('%d.%m.%y')", '01.03.24'],
  ["('2024-03-01 10:00:00' | to_datetime) < ('2024-03-01 10:00:01' | to_datetime)", true],
  ['\'{"a": [1, 2.0]}\' | from_json', { a: [1, new Float(2)] }],
  ["'a: 1\nb: [x, yes]\n' | from_yaml", { a: 1, b: ['x', true] }],
  ["'a: 1\n---\nb: 2\n' | from_yaml_all", [{ a: 1 }, { b: 2 }]],
  ["[3, 1, 2] | shuffle(seed='x') == [3, 1, 2] | shuffle(seed='x')", true],
  ['[3, 1, 2] | shuffle | sort', [1, 2, 3]],
  ["100 | random(seed='x') == 100 | random(seed='x')", true],
  ['10 | random(start=9)', 9],
  ["'52:54:00' | random_mac | length", 17],
  ["'52:54:00' | random_mac(seed='a') == '52:54:00' | random_mac(seed='a')", true],
  ["'x' | ansible.builtin.upper", 'X'],
  ["[1, 2] | map('string')", ['1', '2']],
];

test('filters of Ansible behave as in Ansible', () => {
  const host = hostIn('/nowhere', { HOME: '/home/me', USER: 'me' });
  for (const [text, expected] of table) {
    const [value] = render(`{{ [${text}] }}`, variables, host) as unknown[];
    assert.deepEqual(JSON.stringify(plain(value)), JSON.stringify(plain(expected)), text);
    if (expected instanceof Float) assert.ok(value instanceof Float, text);
  }
});

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ['nosuch | mandatory', /'nosuch' is undefined/],
  ["nosuch | mandatory('set it')", /set it/],
  ["'x' | human_to_bytes", /is no size/],
  ["'1Q' | human_to_bytes", /unknown unit/],
  ["'*' | b64decode", /no base64/],
  ["'a' | hash('nope')", /unknown hash 'nope'/],
  ['[1] | combine({})', /everything that is combined must be a dict, not int/],
  ["{} | combine({}, list_merge='x')", /unknown list_merge 'x'/],
  ['[1] | dict2items', /must be a dict, not list/],
  ['[{}] | items2dict', /every element needs the keys 'key' and 'value'/],
  ["[{'n': 1}, {'n': 1}] | rekey_on_member('n')", /the key 1 is not unique/],
  ["users | subelements('zz')", /has no key 'zz'/],
  ["users | subelements('name')", /must be a list, not str/],
  ["'x' | extract({})", /has no key 'x'/],
  ["'x' | to_datetime", /does not fit the format/],
  ["'2024-02-30' | to_datetime('%Y-%m-%d')", /month 2 has no day 30/],
  ['5 | from_json', /from_json needs text/],
  ["'a' | comment('nope')", /unknown style 'nope'/],
  ["'x' | regex_search('x', 'y')", /'y' names no group/],
  ["'x' | regex_search('x', '\\2')", /no group 2/],
  ["'x' | regex_replace('x', '\\1')", /no group 1/],
  ["'x' | regex_replace('(?>x)', '')", /atomic groups are not supported/],
  ['-1 | log', /only numbers above zero/],
  ["'a' | abs", /must be a number, not str/],
  ['[] | random', /nothing to choose from/],
  ["'zz' | random_mac", /no start of a MAC address/],
  ['range(3) | batch(0) | list', /must be at least 1/],
];

test('filters say what is wrong with their input', () => {
  for (const [text, message] of bad)
    assert.match(errorOf(() => render(`{{ ${text} }}`, variables)).message, message, text);
});

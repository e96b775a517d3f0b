import type { PluginDocs } from '../plugin_doc.ts';

/** What ansible.builtin adds to the filters. */
export const builtinFilters: PluginDocs = {
  b64decode: { examples: [["'cGxheQ==' | b64decode", 'play']], parameters: { encoding: 'what the bytes are read as' } },
  b64encode: {
    examples: [["'play' | b64encode", 'cGxheQ==']],
    parameters: { encoding: 'what the text is written as' },
  },
  basename: { examples: [["'/etc/hosts' | basename", 'hosts']] },
  bool: {
    examples: [
      ["'yes' | bool", true],
      ["'maybe' | bool", false],
    ],
  },
  checksum: { examples: [["'play' | checksum", '516626bf8a5006ecce1803eeb6a747182000d4f8']] },
  combinations: {
    examples: [
      [
        "['a', 'b', 'c'] | combinations(2)",
        [
          ['a', 'b'],
          ['a', 'c'],
          ['b', 'c'],
        ],
      ],
    ],
    parameters: { r: 'how many elements' },
  },
  combine: {
    examples: [
      ['{"a": 1, "b": 2} | combine({"b": 3})', { a: 1, b: 3 }],
      ['{"a": {"x": 1}} | combine({"a": {"y": 2}}, recursive=true)', { a: { x: 1, y: 2 } }],
      ['{"a": [1]} | combine({"a": [2]}, list_merge="append")', { a: [1, 2] }],
    ],
    more: {
      '…': 'the other dicts; what comes later wins',
      recursive: ['dicts inside are combined too, not replaced', false],
      list_merge: [
        'lists: `replace`, `keep`, `append`, `prepend`, `append_rp` or `prepend_rp` (without repetitions)',
        'replace',
      ],
    },
  },
  comment: {
    examples: [
      ["'mind the gap' | comment", '#\n# mind the gap\n#'],
      ["'note' | comment('c')", '//\n// note\n//'],
    ],
    parameters: { style: '`plain`, `erlang`, `c`, `cblock` or `xml`' },
    more: {
      decoration: 'what stands before each line',
      beginning: 'the first line',
      end: 'the last line',
      prefix: 'a line before the text',
      prefix_count: 'how often',
      postfix: 'a line after the text',
      postfix_count: 'how often',
      newline: 'what ends a line',
    },
  },
  commonpath: { examples: [["['/srv/app/a', '/srv/app/b'] | commonpath", '/srv/app']] },
  dict2items: {
    examples: [
      ['{"a": 1} | dict2items', [{ key: 'a', value: 1 }]],
      ['{"Name": "web"} | dict2items(key_name="Key", value_name="Value")', [{ Key: 'Name', Value: 'web' }]],
    ],
    parameters: { key_name: 'what the key is called', value_name: 'what the value is called' },
  },
  difference: { examples: [['[1, 2, 3] | difference([2])', [1, 3]]], parameters: { other: 'the other list' } },
  dirname: { examples: [["'/etc/hosts' | dirname", '/etc']] },
  expanduser: { examples: [["'/srv/~app' | expanduser", '/srv/~app']] },
  expandvars: { examples: [["'$GREETING/x' | expandvars", 'hello/x', { environment: { GREETING: 'hello' } }]] },
  extract: {
    examples: [
      ['[0, 2] | map("extract", ["a", "b", "c"])', ['a', 'c']],
      ['"web" | extract({"web": {"ports": [80]}}, ["ports", 0])', 80],
    ],
    parameters: { container: 'the list or dict to look in', morekeys: 'one more key or a list of them' },
  },
  fileglob: {
    examples: [["('*.conf' | fileglob) | map('basename')", ['a.conf'], { files: { 'a.conf': '', 'b.txt': '' } }]],
  },
  flatten: {
    examples: [
      ['[1, [2, [3]]] | flatten', [1, 2, 3]],
      ['[1, [2, [3]]] | flatten(levels=1)', [1, 2, [3]]],
    ],
    parameters: { levels: 'how deep', skip_nulls: 'leave out none' },
  },
  from_json: { examples: [['\'{"a": [1]}\' | from_json', { a: [1] }]] },
  from_yaml: { examples: [["'a: [1, yes]' | from_yaml", { a: [1, true] }]] },
  from_yaml_all: { examples: [['text | from_yaml_all', [1, 2], { variables: { text: '--- 1\n--- 2\n' } }]] },
  hash: {
    examples: [["'play' | hash('sha256')", 'aba4cc9b8af82df5d4efaade764d6a77466453f3e4156bb0b4e489710516b1c3']],
    parameters: { hashtype: 'the algorithm: `sha1`, `sha256`, `sha512`, `md5` …' },
  },
  human_readable: {
    examples: [
      ['1536 | human_readable', '1.50 KB'],
      ['10 | human_readable(isbits=true)', '10.00 bits'],
    ],
    parameters: { isbits: 'the number counts bits', unit: 'the unit to use: K, M, G …' },
  },
  human_to_bytes: {
    examples: [["'1.5 GB' | human_to_bytes", 1610612736]],
    parameters: { default_unit: 'the unit when the text has none', isbits: 'the size is one of bits' },
  },
  intersect: { examples: [['[1, 2, 3] | intersect([2, 4])', [2]]], parameters: { other: 'the other list' } },
  items2dict: {
    examples: [['[{"key": "a", "value": 1}] | items2dict', { a: 1 }]],
    parameters: { key_name: 'what the key is called', value_name: 'what the value is called' },
  },
  log: { examples: [['8 | log(2) | int', 3]], parameters: { base: 'the base' } },
  mandatory: {
    examples: [["'eu-west-1' | mandatory('say where')", 'eu-west-1']],
    parameters: { msg: 'the error when it is undefined' },
  },
  md5: { examples: [["'play' | md5", 'a3b34c0871dc2fd51eec5559b68f709d']] },
  normpath: { examples: [["'/srv/../etc//hosts' | normpath", '/etc/hosts']] },
  password_hash: {
    examples: [["('secret' | password_hash('sha512', 'salt', rounds=5000))[:25]", '$6$rounds=5000$salt$egUxK']],
    parameters: {
      hashtype: '`sha512`, `sha256` or `blowfish`',
      salt: 'the salt; a random one when not given',
      salt_size: 'length of a random salt',
      rounds: 'how often to hash',
      ident: 'the mark of the kind of bcrypt: 2a, 2b or 2y',
    },
  },
  path_join: { examples: [["['/etc', 'app', 'x.conf'] | path_join", '/etc/app/x.conf']] },
  permutations: {
    examples: [['[1, 2, 3] | permutations(2) | list | length', 6]],
    parameters: { r: 'how many elements; all when not given' },
  },
  pow: { examples: [['2 | pow(10) | int', 1024]], parameters: { y: 'the power' } },
  product: {
    examples: [
      [
        "['a', 'b'] | product([1, 2])",
        [
          ['a', 1],
          ['a', 2],
          ['b', 1],
          ['b', 2],
        ],
      ],
    ],
    more: { '…': 'the other lists', repeat: ['how often all of them are taken', 1] },
  },
  quote: { examples: [['"it\'s here" | quote', "'it'\"'\"'s here'"]] },
  realpath: { examples: [["'/srv/../etc' | realpath", '/etc']] },
  regex_escape: {
    examples: [["'a.b*c' | regex_escape", 'a\\.b\\*c']],
    parameters: { re_type: '`python` or `posix_basic`' },
  },
  regex_findall: {
    examples: [["'a1 b22' | regex_findall('[a-z](\\d+)')", ['1', '22']]],
    parameters: {
      regex: 'the regular expression',
      multiline: '`^` and `$` match at each line',
      ignorecase: 'capitals and small letters are the same',
    },
  },
  regex_replace: {
    examples: [["'app-1.2.3' | regex_replace('^(\\w+)-(.*)$', '\\2 of \\1')", '1.2.3 of app']],
    parameters: {
      pattern: 'the regular expression',
      replacement: 'the text instead; `\\1` and `\\g<name>` stand for groups',
      ignorecase: 'capitals and small letters are the same',
      multiline: '`^` and `$` match at each line',
      count: 'at most so many times; 0: everywhere',
      mandatory_count: 'fails unless it matches so often; 0: need not match',
    },
  },
  regex_search: {
    examples: [
      ["'version 1.2.3' | regex_search('\\d+\\.\\d+')", '1.2'],
      ["'k=v' | regex_search('(\\w)=(?P<value>\\w)', '\\1', '\\g<value>')", ['k', 'v']],
    ],
    parameters: { regex: 'the regular expression' },
    more: {
      '…': 'groups to return instead of the match: `\\1`, `\\g<name>`',
      ignorecase: ['capitals and small letters are the same', false],
      multiline: ['`^` and `$` match at each line', false],
    },
  },
  rekey_on_member: {
    examples: [['[{"id": "a", "n": 1}] | rekey_on_member("id")', { a: { id: 'a', n: 1 } }]],
    parameters: {
      key: 'the key whose value becomes the key',
      duplicates: '`error`, or `overwrite`: the last one wins',
    },
  },
  relpath: { examples: [["'/srv/app/x' | relpath('/srv')", 'app/x']], parameters: { start: 'the folder' } },
  root: { examples: [['8 | root(3) | int', 2]], parameters: { base: 'which root' } },
  sha1: { examples: [["'play' | sha1", '516626bf8a5006ecce1803eeb6a747182000d4f8']] },
  shuffle: {
    examples: [["['a', 'b', 'c'] | shuffle(seed='x')", ['b', 'a', 'c']]],
    parameters: { seed: 'a word or number that makes the result always the same' },
  },
  split: {
    examples: [
      ["'a,b' | split(',')", ['a', 'b']],
      ["' a  b ' | split", ['a', 'b']],
    ],
    parameters: { sep: 'what separates; blanks when not given', maxsplit: 'at most so many cuts; -1: everywhere' },
  },
  splitext: { examples: [["'/srv/app.tar.gz' | splitext", ['/srv/app.tar', '.gz']]] },
  strftime: {
    examples: [["'%Y-%m-%d' | strftime(0, utc=true)", '1970-01-01']],
    parameters: { second: 'seconds since 1970; now when not given', utc: 'in UTC, not in local time' },
  },
  subelements: {
    examples: [['[{"n": "a", "ports": [80, 443]}] | subelements("ports") | map("last")', [80, 443]]],
    parameters: { subelements: 'the key of the list inside', skip_missing: 'leave out elements without it' },
  },
  symmetric_difference: {
    examples: [['[1, 2] | symmetric_difference([2, 3])', [1, 3]]],
    parameters: { other: 'the other list' },
  },
  ternary: {
    examples: [["true | ternary('on', 'off')", 'on']],
    parameters: { true_val: 'the value for true', false_val: 'the value for false', none_val: 'the value for none' },
  },
  to_datetime: {
    examples: [["(('2026-03-02' | to_datetime('%Y-%m-%d')) - ('2026-03-01' | to_datetime('%Y-%m-%d'))).days", 1]],
    parameters: { format: 'how the date is written' },
  },
  to_json: {
    examples: [['{"b": [1, true], "a": none} | to_json', '{"b": [1, true], "a": null}']],
    more: {
      indent: 'blanks for each level',
      sort_keys: ['keys in order', false],
      ensure_ascii: ['other characters as \\u…', true],
      separators: 'a pair: after entries and after keys',
    },
  },
  to_nice_json: {
    examples: [['{"b": [1], "a": none} | to_nice_json', '{\n    "a": null,\n    "b": [\n        1\n    ]\n}']],
    more: {
      indent: ['blanks for each level', 4],
      sort_keys: ['keys in order', true],
      ensure_ascii: ['other characters as \\u…', true],
    },
  },
  to_nice_yaml: {
    examples: [['{"b": [1, true]} | to_nice_yaml', 'b:\n- 1\n- true\n']],
    more: {
      indent: ['blanks for each level', 4],
      sort_keys: ['keys in order', true],
      width: 'where long texts are broken',
    },
  },
  to_uuid: {
    examples: [["'play' | to_uuid", 'fdc1f4fd-8ddd-5c90-b67a-81713eaa256c']],
    parameters: { namespace: 'the uuid of the name space' },
  },
  to_yaml: {
    examples: [['{"b": [1, true]} | to_yaml', 'b: [1, true]\n']],
    more: {
      indent: 'blanks for each level',
      sort_keys: ['keys in order', true],
      default_flow_style: 'true: all on one line',
    },
  },
  type_debug: { examples: [['[1] | type_debug', 'list']] },
  union: { examples: [['[1, 2] | union([2, 3])', [1, 2, 3]]], parameters: { other: 'the other list' } },
  unvault: {
    examples: [["('s3cret' | vault('password')) | unvault('password')", 's3cret']],
    parameters: { secret: 'the password', vaultid: 'the label', vault_id: 'an older name of `vaultid`' },
  },
  urldecode: { examples: [["'a%20b' | urldecode", 'a b']] },
  urlsplit: {
    examples: [
      ["'https://me@example.com:8443/a?b=c' | urlsplit('port')", 8443],
      ["('https://example.com/a' | urlsplit).path", '/a'],
    ],
    parameters: { query: 'the part wanted: scheme, hostname, port, path, query, fragment, username, password, netloc' },
  },
  vault: {
    examples: [["('s3cret' | vault('password')).split(';')[0]", '$ANSIBLE_VAULT']],
    parameters: {
      secret: 'the password',
      salt: 'the salt; a random one when not given',
      vaultid: 'the label',
      wrap_object: 'as a value that `vault_encrypted` knows',
      vault_id: 'an older name of `vaultid`',
    },
  },
  win_basename: { examples: [["'C:\\app\\x.ini' | win_basename", 'x.ini']] },
  win_dirname: { examples: [["'C:\\app\\x.ini' | win_dirname", 'C:\\app']] },
  win_splitdrive: { examples: [["'C:\\app' | win_splitdrive", ['C:', '\\app']]] },
  zip: {
    examples: [
      [
        "['a', 'b'] | zip([1, 2, 3])",
        [
          ['a', 1],
          ['b', 2],
        ],
      ],
    ],
    more: { '…': 'the other lists' },
  },
  zip_longest: {
    examples: [
      [
        "['a', 'b'] | zip_longest([1], fillvalue=0)",
        [
          ['a', 1],
          ['b', 0],
        ],
      ],
    ],
    more: { '…': 'the other lists', fillvalue: ['what fills up the shorter ones', null] },
  },
};

import type { PluginDocs } from '../plugin_doc.ts';

/** What ansible.builtin adds to the lookups. */
export const builtinLookups: PluginDocs = {
  config: {
    examples: [["lookup('config', 'DEFAULT_STRATEGY')", 'linear']],
    parameters: { on_missing: '`error`, or `skip` for a name that is not known' },
  },
  csvfile: {
    examples: [
      ["lookup('csvfile', 'web file=ports.csv delimiter=,')", '80', { files: { 'ports.csv': 'web,80\ndb,5432\n' } }],
    ],
    parameters: {
      file: 'the file',
      delimiter: 'what separates the columns',
      col: 'the column wanted, counted from 0',
      default: 'what it is when no row has the key',
      encoding: 'what the file is written in',
    },
  },
  dict: { examples: [["query('dict', {'a': 1})", [{ key: 'a', value: 1 }]]] },
  env: {
    examples: [["lookup('env', 'STAGE', default='dev')", 'test', { environment: { STAGE: 'test' } }]],
    parameters: { default: 'its value when not set' },
  },
  file: {
    examples: [["lookup('file', 'motd')", 'Hello', { files: { 'files/motd': 'Hello\n' } }]],
    parameters: { rstrip: 'without blanks at the end', lstrip: 'without blanks at the start' },
  },
  fileglob: {
    examples: [
      [
        "query('fileglob', '*.conf') | map('basename')",
        ['a.conf'],
        { files: { 'files/a.conf': '', 'files/b.txt': '' } },
      ],
    ],
  },
  first_found: {
    examples: [
      [
        "lookup('first_found', ['local.yml', 'usual.yml']) | basename",
        'usual.yml',
        { files: { 'files/usual.yml': '' } },
      ],
    ],
    parameters: {
      files: 'names of files',
      paths: 'folders to look in',
      skip: 'nothing, and no error, when none is there',
    },
  },
  indexed_items: {
    examples: [
      [
        "query('indexed_items', ['a', 'b'])",
        [
          [0, 'a'],
          [1, 'b'],
        ],
      ],
    ],
  },
  ini: {
    examples: [
      [
        "lookup('ini', 'port', section='app', file='app.ini')",
        '80',
        { files: { 'files/app.ini': '[app]\nport = 80\n' } },
      ],
    ],
    parameters: {
      file: 'the file',
      section: 'the section',
      type: '`ini` or `properties`',
      re: 'the key is a regular expression',
      default: 'its value when not there',
      case_sensitive: 'capitals and small letters of keys differ',
      allow_no_value: 'keys without a value are fine',
      allow_none: 'as `allow_no_value`',
      encoding: 'what the file is written in',
    },
  },
  items: { examples: [["query('items', [1, [2]], [3])", [1, [2], 3]]] },
  lines: { examples: [["query('lines', 'printf \"a\\nb\"')", ['a', 'b']]] },
  list: { examples: [["query('list', [1, [2]], [3])", [[1, [2]], [3]]]] },
  nested: {
    examples: [
      [
        "query('nested', ['a', 'b'], [1])",
        [
          ['a', 1],
          ['b', 1],
        ],
      ],
    ],
  },
  password: {
    examples: [["lookup('password', '/dev/null length=12') | length", 12]],
    parameters: {
      length: 'number of characters',
      chars: 'which characters: names like `digits`, or characters themselves',
      encrypt: 'give its hash instead, e.g. `sha512_crypt`',
      ident: 'the mark of the kind of bcrypt',
      seed: 'a word or number that makes the result always the same',
    },
  },
  pipe: { examples: [["lookup('pipe', 'echo hello')", 'hello']] },
  random_choice: { examples: [["lookup('random_choice', 'a', 'b') in ['a', 'b']", true]] },
  sequence: {
    examples: [
      ["query('sequence', 'start=1 end=5 stride=2')", ['1', '3', '5']],
      ["query('sequence', 'start=1 count=2 format=web%02d')", ['web01', 'web02']],
    ],
    parameters: {
      start: 'the first number',
      end: 'the last number',
      count: 'how many, instead of `end`',
      stride: 'the distance',
      format: 'how they are printed, as `%02d`',
    },
  },
  subelements: {
    examples: [["query('subelements', [{'n': 'a', 'ports': [80, 443]}], 'ports') | map('last')", [80, 443]]],
  },
  template: {
    examples: [
      [
        "lookup('template', 'motd.j2')",
        'Hello Ann!',
        { files: { 'templates/motd.j2': 'Hello {{ name }}!' }, variables: { name: 'Ann' } },
      ],
    ],
    parameters: {
      template_vars: 'more variables',
      trim_blocks: 'drop the line break after a statement',
      lstrip_blocks: 'drop the blanks before a statement',
      convert_data: 'read lists and dicts that come out',
      jinja2_native: 'keep the type of a lone expression',
    },
  },
  together: {
    examples: [
      [
        "query('together', ['a', 'b'], [1, 2])",
        [
          ['a', 1],
          ['b', 2],
        ],
      ],
    ],
  },
  unvault: { examples: [["lookup('unvault', 'secret.txt')", 'plain\n', { files: { 'files/secret.txt': 'plain\n' } }]] },
  url: {
    examples: [["lookup('url', 'http://127.0.0.1:1/now', errors='ignore') is none", true]],
    parameters: {
      split_lines: 'line by line; false: one text',
      headers: 'headers to send',
      username: 'name to log in with',
      password: 'password to log in with',
      timeout: 'longest time in seconds',
      follow_redirects: '`urllib2` or `safe` (of reads), `all`/`yes` or `none`/`no`',
      validate_certs: 'check the certificate',
      ca_path: 'certificates to trust',
      use_proxy: 'go by the proxy of the environment',
      force: 'not from a cache',
      force_basic_auth: 'send the password at once',
      http_agent: 'the name to give',
    },
  },
  varnames: {
    examples: [
      ["query('varnames', '^app_')", ['app_name', 'app_port'], { variables: { app_name: 'web', app_port: 80 } }],
    ],
  },
  vars: {
    examples: [["lookup('vars', 'app_' ~ 'port')", 80, { variables: { app_port: 80 } }]],
    parameters: { default: 'its value when nothing defines it' },
  },
};

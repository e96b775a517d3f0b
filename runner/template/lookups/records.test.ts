import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { errorOf, holdTo, hostIn, type Recorded, render } from '../testing.ts';
import { Unknown } from '../values.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-records-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const host = hostIn(folder);

const files: Readonly<Record<string, string>> = {
  'a.ini': `; comment
[DEFAULT]
base = /srv
[global]
Name = top
[one]
path = %(base)s/one
user=ann
user2 : bob
long = a
  b
pct = 50%%
empty =
[two]
user=cy
`,
  'a.properties': 'a.b=1\nc.d = two words\n# x\ne: 3\n',
  'ansible.csv': 'k1\tv1\tw1\nk 2\tv2\tw2\n',
  'b.csv': 'name,qty\n"pear, big",4\nfig,"5 ""x"""\n',
  'broken.ini': 'x = 1\n',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

/** Recorded from ansible-core 2.14. */
const recorded: Recorded = [
  ["lookup('ini','user',file='a.ini',section='one')", 'ann'],
  ["lookup('ini','user section=two file=a.ini')", 'cy'],
  ["lookup('ini','path',section='one',file='a.ini')", '/srv/one'],
  ["lookup('ini','name',file='a.ini')", 'top'],
  ["lookup('ini','Name',file='a.ini',case_sensitive=true)", 'top'],
  ["lookup('ini','nope',file='a.ini')", ''],
  ["lookup('ini','nope',file='a.ini',default='d')", 'd'],
  ["query('ini','user.*',section='one',file='a.ini',re=true)", ['ann', 'bob']],
  ["lookup('ini','long',section='one',file='a.ini')", 'a\nb'],
  ["lookup('ini','pct',section='one',file='a.ini')", '50%'],
  ["lookup('ini','empty',section='one',file='a.ini')", ''],
  ["lookup('ini','a.b',type='properties',file='a.properties')", '1'],
  ["lookup('ini','c.d',type='properties',file='a.properties')", 'two words'],
  ["lookup('ini','e type=properties file=a.properties')", '3'],
  ["query('ini','user','user2',section='one',file='a.ini')", ['ann', 'bob']],
  ["lookup('ini','base',section='two',file='a.ini')", '/srv'],
  ["lookup('csvfile','k1')", 'v1'],
  ["lookup('csvfile','k 2')", 'v2'],
  ["lookup('csvfile','k1 col=2')", 'w1'],
  ["lookup('csvfile','k1',col=0)", 'k1'],
  ["lookup('csvfile','nope')", []],
  ["lookup('csvfile','nope',default='d')", 'd'],
  ["query('csvfile','nope')", []],
  ["lookup('csvfile','pear, big',file='b.csv',delimiter=',')", '4'],
  ["lookup('csvfile','fig file=b.csv delimiter=,')", '5 "x"'],
  ["lookup('password','/dev/null',length=15)|length", 15],
  ["lookup('password','/dev/null length=5 chars=digits') is match('^[0-9]{5}$')", true],
  ["lookup('password','/dev/null chars=ascii_letters,digits,:,,x length=0')", ''],
  ["lookup('community.general.random_string',length=12)|length", 12],
  [
    "lookup('community.general.random_string',length=5,upper=false,lower=false,special=false) is match('^[0-9]{5}$')",
    true,
  ],
  ["lookup('community.general.random_string',override_all='x',length=3)", 'xxx'],
  ["lookup('community.general.random_string',length=4,min_numeric=4,special=false) is match('^[0-9]{4}$')", true],
  ["lookup('ansible.utils.get_path',{'a':{'b':'x'}},'a.b')", 'x'],
  ["lookup('ansible.utils.to_paths',{'a':{'b':1}})", { 'a.b': 1 }],
  ["lookup('ansible.utils.index_of',[1,2],'eq',2)", 1],
  ["query('ansible.utils.index_of',[1,2],'eq',2)", [1]],
  ["lookup('config','DEFAULT_HASH_BEHAVIOUR')", 'replace'],
  ["query('config','ZORK',on_missing='skip')", []],
];

test('lookups in INI and CSV files, of passwords and of nested data find what they do in Ansible', () =>
  holdTo(recorded, {}, host));

/** A lookup, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ["lookup('ini', 'user', section='zork', file='a.ini')", /no section 'zork'/],
  ["lookup('ini', 'user', file='zork.ini')", /zork\.ini/],
  ["lookup('ini', 'user', file='broken.ini')", /before the first \[section\]/],
  ["lookup('ini', '', file='a.ini')", /the key to look for/],
  ["lookup('csvfile', 'k1', col=9)", /no column 9/],
  ["lookup('csvfile', '')", /the key to look for/],
  ["lookup('csvfile', 'k1 zork=1')", /no option 'zork'/],
  ["lookup('config', 'ZORK')", /no setting 'ZORK'/],
  ["lookup('password', '/dev/null', length=99999999)", /at most/],
  ["lookup('random_string', upper=false, lower=false, numbers=false, special=false)", /no character/],
];

test('they say what is wrong', () => {
  for (const [text, message] of bad)
    assert.match(errorOf(() => render(`{{ ${text} }}`, {}, host)).message, message, text);
});

test('a password is made once, kept for nobody else, and stays', () => {
  const first = render("{{ lookup('password', 'secrets/db length=12 chars=digits') }}", {}, host);
  assert.match(String(first), /^\d{12}$/);
  assert.equal(readFileSync(join(folder, 'secrets/db'), 'utf8'), `${first}\n`);
  assert.equal(statSync(join(folder, 'secrets/db')).mode & 0o777, 0o600);
  assert.equal(render("{{ lookup('password', 'secrets/db') }}", {}, host), first);
  const hashed = render("{{ lookup('password', 'secrets/db', encrypt='sha512_crypt') }}", {}, host);
  assert.match(String(hashed), /^\$6\$/);
  assert.match(readFileSync(join(folder, 'secrets/db'), 'utf8'), /^\d{12} salt=[./0-9A-Za-z]{16}\n$/);
  assert.equal(render("{{ lookup('password', 'secrets/db', encrypt='sha512_crypt') }}", {}, host), hashed);
});

test('a password is hidden wherever it may be printed', () => {
  const hidden: unknown[] = [];
  const made = render("{{ lookup('password', '/dev/null') }}", {}, { ...host, hide: (value) => hidden.push(value) });
  assert.deepEqual(hidden, [made]);
});

test('in check mode no password is made up', () => {
  const checking = { ...host, check: true };
  assert.ok(render("{{ lookup('password', 'secrets/new') }}", {}, checking) instanceof Unknown);
  assert.match(String(render("{{ lookup('password', 'secrets/db') }}", {}, checking)), /^\d{12}$/);
});

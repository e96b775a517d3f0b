import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFile } from '../testing.ts';

const variables = () => ({ s: 'a,b,c', d: { b: 1, a: 2 } });

/** An expression, and the text Jinja 3.1 makes of it. */
const table: readonly (readonly [string, string])[] = [
  ["'foo bar'|regex_replace('(\\w+) (\\w+)', '\\\\2 \\\\1')", 'bar foo'],
  ["'aaa'|regex_replace('a', 'b', count=2)", 'bba'],
  ["'foo.bar'|regex_replace('\\.', '-')", 'foo-bar'],
  ["'Foo'|regex_replace('f', 'x', ignorecase=true)", 'xoo'],
  ["'a\\nb'|regex_replace('^', '> ', multiline=true)", '> a\n> b'],
  ["'a\\nb\\n'|regex_replace('$', '!')", 'a\nb!\n!'],
  ["'abxd'|regex_replace('x*', '-')", '-a-b--d-'],
  ["'héllo wörld'|regex_replace('\\w+', 'W')", 'W W'],
  ["'x1y22'|regex_findall('\\d+')", "['1', '22']"],
  ["'a=1,b=2'|regex_findall('(\\w)=(\\d)')", "[('a', '1'), ('b', '2')]"],
  ["'ab12'|regex_findall('([a-z])')", "['a', 'b']"],
  ["'foo'|regex_replace('(?P<x>o)', '[\\\\g<x>]')", 'f[o][o]'],
  ["'FOO'|regex_replace('(?i)foo', 'bar')", 'bar'],
  ["'a.b'|regex_replace('(?s)a.b', 'X')", 'X'],
  ["'a{b}'|regex_replace('{b}', '!')", 'a!'],
  ["'a-b_c'|regex_replace('[-_]', '')", 'abc'],
  ["'a]b'|regex_replace('[]]', '')", 'ab'],
  ["'a-z'|regex_replace('[a\\-z]', 'x')", 'xxx'],
  ["'10.0.0.1/24'|regex_replace('/\\d+$', '')", '10.0.0.1'],
  ["'x' |regex_replace('\\Ax\\Z', 'y')", 'y'],
  ["'foo bar'|regex_replace('\\bbar\\b', 'X')", 'foo bar'],
  ["'a&&b'|regex_replace('[&~!]', '_')", 'a__b'],
  ["'a/b'|regex_replace('[/]', '_')", 'a_b'],
  ["'C:\\\\x'|regex_replace('[\\\\\\\\]', '/')", 'C:/x'],
  ["'aé1'|regex_replace('[^\\w]', '')", 'aé1'],
  ["'a é-1'|regex_replace('[\\W]', '')", 'aé1'],
  ["'a.b-c'|regex_replace('[\\w.-]+', 'X')", 'X'],
  ["'tel 12-34'|regex_findall('[\\d-]+')", "['12-34']"],
  ["'a  b'|regex_replace('\\s{2,}', ' ')", 'a b'],
  ["'aab'|regex_replace('a{,1}b', 'X')", 'aX'],
  ["'a b$c.d*e'|regex_escape", 'a\\ b\\$c\\.d\\*e'],
  ["'a-b/c@d#e é'|regex_escape", 'a\\-b/c@d\\#e\\ é'],
];

test("regular expressions are Python's", () => {
  for (const [text, expected] of table) assert.equal(renderFile(`{{ ${text} }}`, variables()), expected, text);
});

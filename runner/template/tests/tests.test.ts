import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFile } from '../testing.ts';

const variables = () => ({ n: 3, f: 1.5, s: 'a,b,c', t: true, nul: null, d: { b: 1, a: 2 }, l: [3, 1, 2] });

/** An expression, and the text Jinja 3.1 makes of it. */
const table: readonly (readonly [string, string])[] = [
  ['n is divisibleby 3', 'True'],
  ['n is odd', 'True'],
  ['n is even', 'False'],
  ['n is defined', 'True'],
  ['zz is defined', 'False'],
  ['zz is undefined', 'True'],
  ['nul is none', 'True'],
  ['n is number', 'True'],
  ['f is float', 'True'],
  ['n is float', 'False'],
  ['t is boolean', 'True'],
  ['t is number', 'True'],
  ['t is integer', 'False'],
  ['n is integer', 'True'],
  ['s is string', 'True'],
  ['d is mapping', 'True'],
  ['l is sequence', 'True'],
  ['s is sequence', 'True'],
  ['d is iterable', 'True'],
  ['n is iterable', 'False'],
  ['n is sameas 3', 'True'],
  ["'a' is lower", 'True'],
  ["'A' is upper", 'True'],
  ['n is in [1,3]', 'True'],
  ['n is not in [1,3]', 'False'],
  ['n is eq 3', 'True'],
  ['n is ne 3', 'False'],
  ['n is gt 2', 'True'],
  ['n is ge(3)', 'True'],
  ['n is lessthan 4', 'True'],
  ["'upper' is filter", 'True'],
  ["'nope' is filter", 'False'],
  ["'odd' is test", 'True'],
  ['dict is callable', 'True'],
  ['n is callable', 'False'],
  ['true is true', 'True'],
  ['1 is true', 'False'],
  ['false is false', 'True'],
  ['loop is defined', 'False'],
  ['d.zz is defined', 'False'],
  ["'a' if nope is defined else 'b'", 'b'],
  ['round is defined', 'False'],
  ['1 is sameas 1.0', 'False'],
  ['"a"|upper is upper', 'True'],
  ['not n is defined', 'False'],
  ['n is defined and n is number', 'True'],
  ['n is divisibleby(3) and true', 'True'],
  ['[1,2,3] is iterable and 1', '1'],
  ['caller is defined', 'False'],
  ['loop is defined', 'False'],
];

test('tests of Jinja behave as in Jinja', () => {
  for (const [text, expected] of table) assert.equal(renderFile(`{{ ${text} }}`, variables()), expected, text);
});

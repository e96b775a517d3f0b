import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFile } from '../testing.ts';

const variables = () => ({ s: 'a,b,c', d: { b: 1, a: 2 }, l: [3, 1, 2] });

/** An expression, and the text Jinja 3.1 makes of it. */
const table: readonly (readonly [string, string])[] = [
  ["'%s and %d' % ('x', 3)", 'x and 3'],
  [
    "'%05.2f|%-6s|%+d|%x|%X|%o|%e|%g|%r|%%|%5s|%.2s' % (3.14159, 'ab', 5, 255, 255, 8, 12345.678, 0.00001234, 'q', 'r', 'long')",
    "03.14|ab    |+5|ff|FF|10|1.234568e+04|1.234e-05|'q'|%|    r|lo",
  ],
  ["'%(a)s-%(b)03d' % {'a': 1, 'b': 2}", '1-002'],
  ["'%s' % [1,2]", '[1, 2]'],
  ["'%d' % 3.9", '3'],
  ["'%s' % none", 'None'],
  ["'%#x %#o' % (255, 8)", '0xff 0o10'],
  ["'%.3g %.10g %g %g' % (1234567.0, 1234567.0, 1e20, 100000.0)", '1.23e+06 1234567 1e+20 100000'],
  ["'%i' % true", '1'],
  ["'%c%c' % ('a', 66)", 'aB'],
  ["'%5.1f|%-8.3f|%08.3f' % (2.25, 2.5, -3.14159)", '  2.2|2.500   |-003.142'],
  ["'%.0f %.0f %.0f %.1f %.2f' % (0.5, 1.5, 2.5, 0.25, 1.005)", '0 2 2 0.2 1.00'],
  ["'%*d' % (5, 42)", '   42'],
  ["'{} {}'.format(1, 'a')", '1 a'],
  ["'{0}-{1}-{0}'.format('a', 'b')", 'a-b-a'],
  [
    "'{x:>5}|{x:<5}|{x:^5}|{y:05d}|{z:.2f}|{y:,}|{y:x}|{y:#x}|{y:b}|{z:e}|{z:g}|{z:%}|{y:+d}'.format(x='ab', y=12345, z=3.14159)",
    '   ab|ab   | ab  |12345|3.14|12,345|3039|0x3039|11000000111001|3.141590e+00|3.14159|314.159000%|+12345',
  ],
  ["'{:*^9}'.format('mid')", '***mid***'],
  ["'{0[0]} {1[a]}'.format(l, {'a': 7})", '3 7'],
  ["'{!r:>6}'.format('a')", "   'a'"],
  ["'{{}}'.format()", '{}'],
  ["'{:>{w}}'.format('a', w=4)", '   a'],
  ["'{:08.3f}'.format(-3.14159)", '-003.142'],
  ["'{:10}|{:<10}|'.format(5, 5)", '         5|5         |'],
  ["'{:.3}'.format('abcdef')", 'abc'],
  ["'{:.3}'.format(3.14159)", '3.14'],
  ["'{:_}'.format(1234567)", '1_234_567'],
  ["'{:,.2f}'.format(1234567.891)", '1,234,567.89'],
  ["'{:>5}'.format(true)", '    1'],
];

test('% and format() write as Python does', () => {
  for (const [text, expected] of table) assert.equal(renderFile(`{{ ${text} }}`, variables()), expected, text);
});

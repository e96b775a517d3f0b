import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionOf } from './condition.ts';
import { Expression } from './expression.ts';
import { errorOf, scopeOf, template } from './testing.ts';

const variables = {
  n: 3,
  list: [1],
  empty: [],
  nothing: null,
  blank: '',
  text: 'false',
  ok: { changed: true, failed: false, rc: 0, stdout: 'alpha' },
  bad: { failed: true },
  skipped: { changed: false, skipped: true },
};

/** A condition as written, and whether it holds. */
const table: readonly (readonly [unknown, boolean])[] = [
  ['n == 3 and list', true],
  ['not empty', true],
  ['empty', false],
  ['nothing', false],
  ['blank', false],
  ['text', true],
  ['text | bool', false],
  ['n > 1 or nosuch', true],
  ['1 < n < 5', true],
  ["n in [1, 2, 3] and 'x' not in blank", true],
  ["'1.10.2' is version('1.9', '>')", true],
  ['(n | int) >= 3 and not (true | bool)', false],
  ['ok is changed and ok.rc == 0', true],
  ['bad is failed', true],
  ['ok is not failed', true],
  ['ok is succeeded', true],
  ['bad is success', false],
  ['skipped is skipped', true],
  ["'alpha' in ok.stdout", true],
  ['nosuch is defined and nosuch == 1', false],
  ['ok.stderr is defined', false],
  [true, true],
  [false, false],
  [null, true],
  ['', true],
  [[], true],
  [['n == 3', 'list'], true],
  [['n == 3', 'empty'], false],
  [['n == 9', 'nosuch.z == 1'], false],
  [['nosuch is defined', 'nosuch == 1'], false],
  [template('{{ n == 3 }}'), true],
  [template('{{ empty }}'), false],
  [template('{{ "no" }}'), false],
  [template('{{ "True" }}'), true],
  [template('{% if n %}yes{% endif %}'), true],
  [0, false],
  [1, true],
];

test('a condition holds as it does in a playbook', () => {
  for (const [written, expected] of table)
    assert.equal(conditionOf(written).test(scopeOf(variables)), expected, JSON.stringify(written));
});

test('the part that does not hold is named', () => {
  assert.equal(conditionOf(['n == 3', 'empty', 'n == 4']).failing(scopeOf(variables)), 'empty');
  assert.equal(conditionOf(['n == 3']).failing(scopeOf(variables)), undefined);
});

test('text that a template makes of what the author wrote is the expression he meant', () => {
  const scope = scopeOf({ ...variables, op: '==' });
  assert.equal(conditionOf(template('{{ n }} == 3')).test(scope), true);
  assert.equal(conditionOf(template('n {{ op }} 4')).test(scope), false);
});

test('text that a template makes of data is no expression', () => {
  const { written: _, ...data } = scopeOf({ ...variables, found: 'n == 3' });
  const error = errorOf(() => conditionOf(template('{{ found }}')).test(data));
  assert.equal(error.code, 'condition');
  assert.match(error.message, /the text 'n == 3', which is neither true nor false/);
});

test('an undefined name in a condition is an error with its place', () => {
  const place = { file: 'p.yml', line: 5, column: 13 };
  for (const [text, column] of [
    ['nosuch', 13],
    ['not nosuch', 17],
    ['n == 3 and nosuch == 1', 24],
    ['1 in nosuch', 18],
  ] as const) {
    const error = errorOf(() => conditionOf(text, place).test(scopeOf(variables)));
    assert.equal(error.code, 'variable-undefined');
    assert.deepEqual(error.place, { file: 'p.yml', line: 5, column, width: 6 });
  }
});

test('a bare expression gives its value, with escapes as in Python', () => {
  assert.deepEqual(new Expression('list + [n]').evaluate(scopeOf(variables)), [1, 3]);
  assert.equal(new Expression(String.raw`'a\tb' | length`).evaluate(scopeOf()), 3);
  assert.equal(new Expression(String.raw`'12' is match('\d+$')`).evaluate(scopeOf()), true);
  assert.equal(errorOf(() => new Expression('a ==').evaluate(scopeOf())).code, 'template-syntax');
  assert.equal(new Expression('a ==').problems()[0]?.code, 'template-syntax');
});

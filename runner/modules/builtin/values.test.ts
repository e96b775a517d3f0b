import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlayError } from '../../diagnostics.ts';
import { Expression } from '../../template/expression.ts';
import { createScope } from '../../template/scope.ts';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction } from '../testing.ts';
import { assert as assertModule } from './assert.ts';
import { debug } from './debug.ts';
import { fail } from './fail.ts';
import { ping } from './ping.ts';
import { setFact } from './set_fact.ts';

const host = {
  environment: {},
  playbookDir: '/',
  check: false,
  findFile: () => {
    throw new PlayError({ code: 'file-missing', message: 'there are no files in this test' });
  },
  readFile: () => '',
  hide: () => {},
};
const scope = createScope([{ v: { k: [1, 2] }, one: 1, later: unknown }], host);
const context = actionContext({
  evaluate: (written) => (typeof written === 'boolean' ? written : new Expression(String(written), {}).evaluate(scope)),
});

test('debug prints a message, or the value of an expression under its text', async () => {
  const cases: [params: Record<string, unknown>, result: Record<string, unknown>][] = [
    [{}, { msg: 'Hello world!' }],
    [{ msg: ['a', 1] }, { msg: ['a', 1] }],
    [{ var: 'v' }, { v: { k: [1, 2] } }],
    [{ var: 'v.k | length' }, { 'v.k | length': 2 }],
    [{ var: 'nothing' }, { nothing: 'VARIABLE IS NOT DEFINED!' }],
    [{ var: 'v.nothing.more' }, { 'v.nothing.more': 'VARIABLE IS NOT DEFINED!' }],
    [{ var: 'later' }, { later: unknown }],
    [{ var: ['already', 'a value'] }, { "<class 'list'>": ['already', 'a value'] }],
  ];
  for (const [params, result] of cases)
    assert.deepEqual(await runAction(debug, params, context), { changed: false, ...result });
});

test('debug is skipped below its verbosity', async () => {
  assert.equal((await runAction(debug, { msg: 'x', verbosity: 1 }))['skipped'], true);
  assert.equal((await runAction(debug, { msg: 'x', verbosity: 1 }, actionContext({ verbosity: 1 })))['msg'], 'x');
});

test('assert fails with the first expression that does not hold', async () => {
  assert.deepEqual(await runAction(assertModule, { that: ['one == 1', 'one == 2', 'one == 3'] }, context), {
    changed: false,
    failed: true,
    assertion: 'one == 2',
    evaluated_to: false,
    msg: 'Assertion failed',
  });
});

test('assert says what it is told to say', async () => {
  const cases: [params: Record<string, unknown>, failed: boolean | undefined, msg: unknown][] = [
    [{ that: 'one == 1' }, undefined, 'All assertions passed'],
    [{ that: ['one == 1', true], success_msg: 'fine' }, undefined, 'fine'],
    [{ that: false, fail_msg: ['two', 'lines'] }, true, ['two', 'lines']],
    [{ that: 'nothing is not defined' }, undefined, 'All assertions passed'],
    [{ that: 'one == 2', fail_msg: 'bad', success_msg: 'fine' }, true, 'bad'],
  ];
  for (const [params, failed, msg] of cases) {
    const result = await runAction(assertModule, params, context);
    assert.deepEqual([result['failed'], result['msg']], [failed, msg]);
  }
});

test('assert on an undefined variable is an error, on an unknown value undecided', async () => {
  const missing = await runAction(assertModule, { that: 'nothing == 1' }, context);
  assert.equal(missing['code'], 'variable-undefined');
  const open = await runAction(assertModule, { that: ['later == 1', 'one == 1'] }, context);
  const msg = 'cannot be decided before it is known: later == 1';
  assert.deepEqual(open, { changed: false, msg, _ansible_undecided: true });
  assert.equal((await runAction(assertModule, { that: ['later == 1', 'one == 2'] }, context))['failed'], true);
});

test('set_fact returns its parameters as facts', async () => {
  assert.deepEqual(await runAction(setFact, { a: 1, _b2: { c: unknown } }), {
    changed: false,
    ansible_facts: { a: 1, _b2: { c: unknown } },
  });
  assert.equal((await runAction(setFact, { a: 1, cacheable: true }))['_ansible_facts_cacheable'], true);
});

test('set_fact refuses names that no variable can have', async () => {
  for (const name of ['1a', 'a-b', 'a b', 'class', 'True', ''])
    assert.equal((await runAction(setFact, { [name]: 1 }))['code'], 'variable-name', name);
  assert.equal((await runAction(setFact, {}))['code'], 'no-facts');
});

test('fail fails and ping answers', async () => {
  assert.deepEqual(await runAction(fail, { msg: 'no' }), { changed: false, failed: true, msg: 'no' });
  assert.equal((await runAction(fail, {}))['msg'], 'Failed as requested from task');
  assert.equal((await runAction(ping, {}))['ping'], 'pong');
  assert.equal((await runAction(ping, { data: 'crash' }))['failed'], true);
});

import type { Table, Test } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { type Dict, dictGet, isDict } from '../python/dict.ts';
import { typeName } from '../python/text.ts';
import { Fault, type Value } from '../python/types.ts';

function resultOf(value: Value, test: string): Dict {
  if (isDict(value)) return value;
  throw new Fault(`'is ${test}' asks about the result of a task, not a ${typeName(value)}`, {
    hint: 'give the name that register: keeps',
  });
}

const flag = (result: Dict, name: string): boolean => isTruthy(dictGet(result, name) ?? false);

const test = (name: string, description: string, run: (result: Dict) => boolean): Test => ({
  description,
  run: (value) => run(resultOf(value, name)),
});

/** A loop's result without a flag of its own has the flag when one of its items has. */
function anyChanged(result: Dict): boolean {
  const items = dictGet(result, 'results');
  if (dictGet(result, 'changed') !== undefined || !Array.isArray(items)) return flag(result, 'changed');
  return items.some((item) => isDict(item) && flag(item, 'changed'));
}

const failed = test('failed', 'the result of a task that failed', (result) => flag(result, 'failed'));
const succeeded = test('succeeded', 'the result of a task that did not fail', (result) => !flag(result, 'failed'));
const changed = test('changed', 'the result of a task that changed something', anyChanged);
const skipped = test('skipped', 'the result of a task that was skipped', (result) => flag(result, 'skipped'));

/** Tests of what `register` keeps. */
export const resultTests: Table<Test> = {
  failed,
  failure: failed,
  succeeded,
  success: succeeded,
  successful: succeeded,
  changed,
  change: changed,
  skipped,
  skip: skipped,
  unreachable: test('unreachable', 'the result of a task whose host could not be reached', (result) =>
    flag(result, 'unreachable'),
  ),
  reachable: test(
    'reachable',
    'the result of a task whose host could be reached',
    (result) => !flag(result, 'unreachable'),
  ),
  started: test('started', 'the result of an asynchronous task that was started', (result) =>
    isTruthy(dictGet(result, 'started') ?? true),
  ),
  finished: test('finished', 'the result of an asynchronous task that has ended', (result) =>
    isTruthy(dictGet(result, 'finished') ?? dictGet(result, 'ansible_job_id') === undefined),
  ),
  timedout: test('timedout', 'the result of a task that ran out of time', (result) => {
    const timedout = dictGet(result, 'timedout');
    return isDict(timedout) ? isTruthy(dictGet(timedout, 'period') ?? false) : isTruthy(timedout ?? false);
  }),
};

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filters } from './filters/index.ts';
import { globals } from './globals/index.ts';
import { lookups } from './lookups/index.ts';
import { bind } from './plugin.ts';
import { Fault } from './python/types.ts';
import { tests } from './tests/index.ts';

const tables = { filters, tests, lookups, globals };

test('every plug-in has one line about it', () => {
  for (const [kind, table] of Object.entries(tables))
    for (const [name, { description }] of Object.entries(table)) {
      assert.match(
        description,
        /^[^A-Z\n]\S*(?: [^\n]*)?[^.\n]$|^[A-Z]{2,}[^\n]*[^.\n]$/,
        `${kind} ${name}: ${description}`,
      );
      assert.ok(description.length <= 110, `${kind} ${name}`);
    }
});

test('there are the plug-ins that playbooks use', () => {
  const used = {
    filters:
      'default d hash length int bool sort expanduser type_debug list to_nice_json join map string first union basename items2dict trim random difference to_json regex_replace extract last b64decode dict2items unique urlencode to_yaml mandatory quote path_join regex_search regex_findall regex_escape flatten ternary split human_to_bytes rekey_on_member combine zip select reject selectattr rejectattr groupby subelements from_json from_yaml',
    tests:
      'defined undefined none changed failed skipped succeeded match search regex version subset superset contains in file exists mapping string number sequence',
    lookups:
      'file env vars template pipe dict items sequence first_found fileglob lines nested together subelements indexed_items flattened random_choice list',
    globals: 'range lookup query q now namespace dict cycler joiner undef',
  };
  for (const [kind, names] of Object.entries(used))
    for (const name of names.split(' '))
      assert.ok(Object.hasOwn(tables[kind as keyof typeof tables], name), `${kind} ${name}`);
});

test('arguments are bound by position and by name', () => {
  const signature = { params: ['a', ['b', 2]] as const, rest: false };
  assert.deepEqual(bind(signature, [1], new Map(), 'f'), [1, 2]);
  assert.deepEqual(
    bind(
      signature,
      [],
      new Map([
        ['b', 3],
        ['a', 1],
      ]),
      'f',
    ),
    [1, 3],
  );
  assert.deepEqual(bind({ ...signature, rest: true }, [1, 2, 3, 4], new Map(), 'f'), [1, 2, [3, 4]]);
  assert.deepEqual(bind({ ...signature, named: true }, [1], new Map([['x', 9]]), 'f'), [1, 2, new Map([['x', 9]])]);
  for (const [args, named, message] of [
    [[], [], /f needs its argument 'a'/],
    [[1, 2, 3], [], /f takes at most 2 arguments, not 3/],
    [[1], [['a', 2]], /f got two values for 'a'/],
    [[1], [['c', 2]], /f has no argument 'c'/],
  ] as const)
    assert.throws(
      () => bind(signature, args, new Map(named), 'f'),
      (error) => error instanceof Fault && message.test(error.message),
    );
});

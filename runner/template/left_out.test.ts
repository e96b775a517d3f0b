import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filters } from './filters/index.ts';
import { leftOut } from './left_out.ts';
import { lookups } from './lookups/index.ts';
import { errorOf, render, template } from './testing.ts';
import { tests } from './tests/index.ts';

const tables = { filter: filters, test: tests, lookup: lookups };
const forms = {
  filter: (name: string) => `{{ 1 | ${name} }}`,
  test: (name: string) => `{{ 1 is ${name} }}`,
  lookup: (name: string) => `{{ lookup('${name}', 1) }}`,
};

test('every plug-in that is left out is refused by name, with what to use instead', () => {
  for (const kind of ['filter', 'test', 'lookup'] as const)
    for (const [names, instead] of leftOut[kind])
      for (const name of names.split(/\s+/)) {
        assert.ok(!Object.hasOwn(tables[kind], name), `${kind} ${name} is there`);
        const error = errorOf(() => render(forms[kind](name)));
        assert.equal(error.code, `${kind}-unknown`);
        assert.equal(error.hint, instead);
        assert.equal(template(forms[kind](name)).problems()[0]?.hint, instead);
      }
});

test('the collection in front of the name does not matter', () => {
  assert.match(errorOf(() => render("{{ 'x' | community.crypto.split_pem }}")).hint ?? '', /openssl/);
  assert.match(errorOf(() => render("{{ lookup('community.hashi_vault.hashi_vault', 1) }}")).hint ?? '', /vault file/);
});

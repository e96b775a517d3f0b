import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modules } from '../modules/index.ts';
import { coerce } from './coerce.ts';
import { conforms } from './conforms.ts';
import type { PropertySchema } from './schema.ts';
import { validatorOf } from './validators.ts';

/** Values that stand in the way of one keyword or another. */
const odd: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  'é😀',
  'a'.repeat(300),
  -1,
  0,
  1.5,
  70000,
  [],
  [null],
  {},
  { x: 1 },
];

/** The value with one part after the other replaced by each odd one, and with an unknown key in each mapping. */
function* mutations(value: unknown): Generator<unknown> {
  yield* odd;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const other of mutations(item)) yield value.map((each, place) => (place === index ? other : each));
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, unheard_of: 1 };
    for (const [name, each] of Object.entries(value)) {
      for (const other of mutations(each)) yield { ...value, [name]: other };
      const { [name]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
    }
  }
}

for (const [name, { schema: load }] of Object.entries(modules)) {
  test(`the quick answer is ajv's for ${name}`, async () => {
    const schema = await load();
    const validate = validatorOf(schema);
    for (const example of schema.examples) {
      for (const value of [example, ...mutations(example)]) {
        for (const each of [value, coerce(schema as PropertySchema, value)]) {
          assert.equal(conforms(schema as PropertySchema, each), validate(each), JSON.stringify(each));
        }
      }
    }
  });
}

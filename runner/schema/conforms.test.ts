import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modules } from '../modules/index.ts';
import { coerce } from './coerce.ts';
import { conforms } from './conforms.ts';
import { type Mismatch, mismatches } from './mismatches.ts';
import type { PropertySchema } from './schema.ts';
import { ajvFor } from './testing.ts';

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

/** A mismatch, and those of the branches of a choice, as ajv would list them. */
const listed = ({ keyword, path, name = '', branches = [] }: Mismatch): string[] => [
  ...branches.flat().flatMap(listed),
  [path.map((part) => `/${part}`).join(''), keyword, name].join(' '),
];

for (const [name, { schema: load }] of Object.entries(modules)) {
  test(`values of ${name} fit where ajv says so, and miss what it says they miss`, async () => {
    const schema = (await load()) as PropertySchema;
    const validate = ajvFor(schema);
    for (const example of (await load()).examples) {
      for (const value of [example, ...mutations(example)]) {
        for (const each of [value, coerce(schema, value)]) {
          const fits = validate(each);
          const errors = (validate.errors ?? []).map(({ instancePath, keyword, params }) =>
            [instancePath, keyword, params['missingProperty'] ?? params['additionalProperty'] ?? ''].join(' '),
          );
          assert.equal(conforms(schema, each), fits, JSON.stringify(each));
          assert.deepEqual(mismatches(schema, each).flatMap(listed).sort(), errors.sort(), JSON.stringify(each));
        }
      }
    }
  });
}

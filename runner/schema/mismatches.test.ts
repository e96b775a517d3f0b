import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv, type ErrorObject } from 'ajv';
import { modules } from '../modules/index.ts';
import { unknown } from '../template/values.ts';
import { coerce } from './coerce.ts';
import { type Mismatch, mismatches, type Path } from './mismatches.ts';
import type { PropertySchema } from './schema.ts';

const ajv = new Ajv({ allErrors: true, strict: false, strictNumbers: true, messages: false });

/** Words of JSON Schema that are taken over as they are. */
const words = [
  'type',
  'enum',
  'const',
  'required',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const;

/** One of our schemas as JSON Schema; `_variable_params` may stand anywhere the engine spreads it. */
function jsonSchema(schema: PropertySchema): Record<string, unknown> {
  const { items, anyOf, properties, additionalProperties: more } = schema;
  return {
    ...Object.fromEntries(words.flatMap((word) => (schema[word] === undefined ? [] : [[word, schema[word]]]))),
    ...(items && { items: jsonSchema(items) }),
    ...(anyOf && { anyOf: anyOf.map(jsonSchema) }),
    ...(properties && {
      properties: {
        ...Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, jsonSchema(each)])),
        ...(more === false && { _variable_params: true }),
      },
    }),
    ...(more !== undefined && { additionalProperties: typeof more === 'object' ? jsonSchema(more) : more }),
  };
}

const byAjv = ({ instancePath, keyword, params }: ErrorObject) =>
  [instancePath, keyword, params['missingProperty'] ?? params['additionalProperty'] ?? ''].join(' ');

const pointer = (path: Path) =>
  path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

const byUs = ({ path, keyword, name = '', choices = [] }: Mismatch): string[] => [
  [pointer(path), keyword, name].join(' '),
  ...choices.flat().flatMap(byUs),
];

const odd = [
  null,
  '',
  'x',
  0,
  1.5,
  -1,
  1e12,
  Infinity,
  true,
  [],
  [null],
  ['x'],
  [[]],
  {},
  { x: 1 },
  { _variable_params: 1 },
];

/** The value with each of its parts in turn replaced by something odd. */
function* spoilt(value: unknown): Generator<unknown> {
  yield* odd;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value))
    for (const other of spoilt(each))
      yield Array.isArray(value) ? value.with(Number(name), other) : { ...value, [name]: other };
}

test('values are held to the schema of each module as ajv holds them', async () => {
  let count = 0;
  for (const [name, { schema: load }] of Object.entries(modules)) {
    const schema = (await load()) as PropertySchema & { examples: readonly Record<string, unknown>[] };
    const validate = ajv.compile(jsonSchema(schema));
    for (const example of schema.examples)
      for (const value of spoilt(coerce(schema, example))) {
        validate(value);
        const ours = mismatches(schema, value).flatMap(byUs).sort();
        const theirs = (validate.errors ?? []).map(byAjv).sort();
        assert.deepEqual(ours, theirs, `${name}: ${JSON.stringify(value)}`);
        count += 1;
      }
  }
  assert.ok(count > 10_000, String(count));
});

test('what nobody knows yet fits, and a choice fits that only waits for it', () => {
  const schema: PropertySchema = {
    anyOf: [{ type: 'array', minItems: 1, items: { type: 'integer' } }, { type: 'boolean' }],
  };
  assert.deepEqual(mismatches(schema, unknown), []);
  assert.deepEqual(mismatches(schema, [unknown, 2]), []);
  assert.equal(mismatches(schema, [unknown, 'x']).length, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '../template/values.ts';
import { openUp } from './open_up.ts';

const person = {
  type: 'object',
  required: ['name', 'tags'],
  properties: {
    name: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    age: { type: 'integer' },
  },
} as const;

test('what is not known yet gets the shape that the schema gives it', () => {
  const cases = [
    [unknown, { type: 'string' }, unknown],
    [unknown, { type: 'array' }, [unknown]],
    [unknown, { type: 'array', items: person }, [{ name: unknown, tags: [unknown] }]],
    [unknown, { type: 'object', additionalProperties: { type: 'string' } }, unknown],
    [unknown, undefined, unknown],
    [{ name: 'a', tags: unknown, age: unknown }, person, { name: 'a', tags: [unknown], age: unknown }],
    [[{ name: 'a' }, unknown], { type: 'array', items: person }, [{ name: 'a' }, { name: unknown, tags: [unknown] }]],
    ['a', { type: 'array' }, 'a'],
  ] as const;
  for (const [value, schema, shape] of cases) assert.deepEqual(openUp(value, schema), shape);
});

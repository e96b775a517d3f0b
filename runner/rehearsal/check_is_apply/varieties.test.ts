import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modules } from '../../modules/index.ts';
import { accessVarieties } from './access_varieties.ts';
import { balancerVarieties } from './balancer_varieties.ts';
import { containerVarieties } from './container_varieties.ts';
import { networkVarieties } from './network_varieties.ts';
import { randomOf } from './random.ts';

const varieties = [...networkVarieties, ...accessVarieties, ...containerVarieties, ...balancerVarieties];

/** Modules that are not drawn, and why. */
const undrawn: Readonly<Record<string, string>> = {
  cloudformation: 'what changes lies in templates; the stories of stacks hold check to apply',
};

test('every resource module is drawn, or it is said why not', async () => {
  const loaded = await Promise.all(Object.values(modules).map((entry) => entry.module?.()));
  const resources = loaded.filter((module) => module?.kind === 'resource').map((module) => module!.name);
  const told = [...varieties.map(({ name }) => name), ...Object.keys(undrawn)];
  assert.deepEqual([...new Set(told)].sort(), resources.sort());
});

test('every option of a module is drawn, or it is said why not', () => {
  for (const name of new Set(varieties.map((each) => each.name))) {
    const same = varieties.filter((each) => each.name === name);
    const known = same.flatMap(({ options, left }) => [...Object.keys(options), ...Object.keys(left)]);
    const all = Object.keys(same[0]!.module.schema.properties);
    assert.deepEqual([...new Set(known)].sort(), all.sort(), name);
  }
});

test('equal seeds make equal choices, others do not', () => {
  const numbers = (seed: number) => {
    const random = randomOf(seed);
    return Array.from({ length: 20 }, () => random.integer(0, 9));
  };
  assert.deepEqual(numbers(7), numbers(7));
  assert.equal(new Set(Array.from({ length: 50 }, (_, seed) => numbers(seed).join(''))).size, 50);
});

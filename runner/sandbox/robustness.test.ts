import assert from 'node:assert/strict';
import test from 'node:test';
import { NormalizedSchema } from '@smithy/core/schema';
import { catalogue } from './catalogue.ts';
import { createClock } from './clock.ts';
import type { Context } from './context.ts';
import { createHost } from './host.ts';
import { createStore } from './store.ts';
import { ServiceError } from './wire/errors.ts';
import { generate, variants } from './wire/round_trip_values.ts';
import type { Service } from './wire/service_shape.ts';

function contextOf(service: Service<Context>, operation: string): Context {
  const clock = createClock(() => 0);
  const host = createHost({
    account: '123456789012',
    clock,
    store: createStore(),
    calls: [],
    log: () => {},
    runtime: () => undefined,
  });
  const route = { service, operation, region: 'eu-west-1', accessKeyId: 'key', form: new URLSearchParams() };
  return host.contextFor(route, 'request');
}

for (const service of catalogue) {
  test(`whatever comes in, ${service.name} answers or refuses, and does not fail`, async () => {
    const { operations } = await service.load();
    assert.ok(operations.size > 0);
    for (const [name, { schema, handle }] of operations) {
      const context = contextOf(service, name);
      const inputs = [{}, ...variants.map((variant) => generate(NormalizedSchema.of(schema[4]), variant) ?? {})];
      for (const input of inputs) {
        try {
          await handle(input as never, context);
        } catch (error) {
          assert.ok(
            error instanceof ServiceError,
            `${service.name}:${name} failed on ${JSON.stringify(input).slice(0, 200)}: ${(error as Error).stack}`,
          );
        }
      }
    }
  });
}

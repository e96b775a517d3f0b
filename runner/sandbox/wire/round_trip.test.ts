import assert from 'node:assert/strict';
import test from 'node:test';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import { catalogue } from '../catalogue.ts';
import { createRequestHandler } from '../request_handler.ts';
import { dispatch } from './dispatch.ts';
import { ServiceError } from './errors.ts';
import { errorsOf, hostOf, operationsOf, type Package, packages } from './round_trip_services.ts';
import { comparable, generate, variants, withoutEmpty } from './round_trip_values.ts';
import type { Operation, Protocol } from './service_shape.ts';

interface Client {
  send(command: object): Promise<Record<string, unknown>>;
}

/** What of an input the protocol can say: EC2's knows nothing that is empty, the other query protocol no empty map. */
function asSent(protocol: Protocol, input: unknown): unknown {
  if (protocol === 'awsJson1_1') return comparable(input);
  return withoutEmpty(input, protocol === 'ec2Query' ? 'lists and maps' : 'maps');
}

function clientFor(name: string, operations: ReadonlyMap<string, Operation<undefined>>): Client {
  const sdk = packages[name] as Package;
  const host = hostOf(new Map([[name, operations]]));
  const Client = Object.entries(sdk).find(([key]) => /^[A-Z].*Client$/.test(key))?.[1] as new (
    config: object,
  ) => Client;
  return new Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: createRequestHandler((request) => dispatch(host, request)),
  });
}

for (const { name, protocol } of catalogue) {
  const sdk = packages[name] as Package;

  test(`every operation of ${name} keeps its input and its output on the way`, async () => {
    let seen: unknown;
    let answer: unknown;
    const operations = operationsOf(sdk, (input) => {
      seen = input;
      return answer;
    });
    const client = clientFor(name, operations);
    for (const variant of variants) {
      for (const [operation, { schema }] of operations) {
        const input = generate(NormalizedSchema.of(schema[4]), variant) ?? {};
        answer = generate(NormalizedSchema.of(schema[5]), variant) ?? {};
        const Command = sdk[`${operation}Command`] as new (input: unknown) => object;
        const { $metadata, ...output } = await client.send(new Command(structuredClone(input)));
        assert.deepEqual(asSent(protocol, seen), asSent(protocol, input), `input of ${operation}, ${variant}`);
        assert.deepEqual(comparable(output), comparable(answer), `output of ${operation}, ${variant}`);
      }
    }
  });

  test(`every error that ${name} models arrives as its class`, async () => {
    let thrown = new ServiceError('', '');
    const operations = operationsOf(sdk, () => {
      throw thrown;
    });
    const client = clientFor(name, operations);
    const [[operation, { schema }] = ['', { schema: [] as unknown as StaticOperationSchema }]] = [...operations];
    const Command = sdk[`${operation}Command`] as new (input: unknown) => object;
    const input = generate(NormalizedSchema.of(schema[4]), 'plain') ?? {};
    for (const [code, errorSchema] of errorsOf(sdk)) {
      const members = generate(NormalizedSchema.of(errorSchema), 'plain') as Record<string, unknown>;
      const extra = Object.fromEntries(Object.entries(members).filter(([key]) => key.toLowerCase() !== 'message'));
      thrown = new ServiceError(code, 'a & <b>', 400, extra);
      await assert.rejects(
        client.send(new Command(structuredClone(input))),
        (error: Error & Record<string, unknown>) => {
          assert.equal(error.name, code);
          assert.ok(error instanceof (sdk[code] as new () => Error), `${code} is not its class`);
          assert.equal(error.message, 'a & <b>');
          if (protocol === 'awsJson1_1') {
            for (const key of Object.keys(extra)) assert.deepEqual(comparable(error[key]), comparable(extra[key]));
          }
          return true;
        },
      );
    }
  });
}

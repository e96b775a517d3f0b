import assert from 'node:assert/strict';
import test from 'node:test';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema, type TypeRegistry } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types';
import { catalogue } from '../catalogue.ts';
import { createRequestHandler } from '../request_handler.ts';
import { dispatch } from './dispatch.ts';
import { ServiceError } from './errors.ts';
import { comparable, generate, variants, withoutEmpty } from './round_trip_values.ts';
import type { Operation, Protocol } from './service_shape.ts';

type Package = Readonly<Record<string, unknown>>;

const packages: Readonly<Record<string, Package>> = {
  sts,
  ec2,
  elasticloadbalancing: elbv2,
  logs,
  iam,
  ecr,
  ecs,
};

interface Client {
  send(command: object): Promise<Record<string, unknown>>;
}

/** What of an input the protocol can say: EC2's knows nothing that is empty, the other query protocol no empty map. */
function asSent(protocol: Protocol, input: unknown): unknown {
  if (protocol === 'awsJson1_1') return comparable(input);
  return withoutEmpty(input, protocol === 'ec2Query' ? 'lists and maps' : 'maps');
}

/** Every operation of a client package, with one behaviour for all of them. */
function operationsOf(sdk: Package, handle: Operation<undefined>['handle']): Map<string, Operation<undefined>> {
  return new Map(
    Object.entries(sdk)
      .filter(([key, value]) => key.endsWith('$') && Array.isArray(value) && value[0] === 9)
      .map(([key, value]): [string, StaticOperationSchema] => [key.slice(0, -1), value as StaticOperationSchema])
      .filter(([, schema]) => !isStream(schema))
      .map(([name, schema]) => [name, { schema, handle }]),
  );
}

/** Event streams (two operations of CloudWatch Logs) are no request and answer. */
function isStream(schema: StaticOperationSchema): boolean {
  return NormalizedSchema.of(schema[5]).getEventStreamMember() !== '';
}

function clientFor(name: string, operations: ReadonlyMap<string, Operation<undefined>>): Client {
  const sdk = packages[name] as Package;
  const facts = catalogue.find((each) => each.name === name);
  assert.ok(facts, `${name} is not in the catalogue`);
  const errors = sdk['errorTypeRegistries'] as TypeRegistry[];
  const host = {
    services: [{ ...facts, load: async () => ({ errors, operations }) }],
    newRequestId: () => 'request',
    contextFor: () => undefined,
    onFault(error: unknown) {
      throw error;
    },
  };
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
    for (const [code, errorSchema] of errorSchemasOf(sdk)) {
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

function errorSchemasOf(sdk: Package): [code: string, schema: StaticErrorSchema][] {
  return Object.values(sdk)
    .filter((value): value is StaticErrorSchema => Array.isArray(value) && value[0] === -3)
    .filter((schema) => !schema[1].startsWith('smithy.ts'))
    .map((schema) => [schema[2], schema]);
}

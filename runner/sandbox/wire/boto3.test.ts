import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { NormalizedSchema } from '@smithy/core/schema';
import { catalogue } from '../catalogue.ts';
import { dispatch } from './dispatch.ts';
import { ServiceError } from './errors.ts';
import { errorsOf, hostOf, operationsOf, packages } from './round_trip_services.ts';
import { comparable, generate, type Variant } from './round_trip_values.ts';

const wanted = process.env['PLAY_BOTO3'] === '1';
const present = spawnSync('python3', ['-c', 'import boto3']).status === 0;
const why = wanted ? 'python3 has no boto3' : 'set PLAY_BOTO3=1';
const skip = wanted && present ? false : `SKIPPED: the wire layer is not tried with boto3: ${why}`;

/** Answers every operation of every client with values of its schema, and tells what it read and what it meant to say. */
function createFuzzServer() {
  let seen: { input?: unknown; output?: unknown } = {};
  let variant: Variant = 'plain';
  let refusal = '';
  const operations = new Map(
    catalogue.map(({ name }) => [
      name,
      new Map(
        [...operationsOf(packages[name]!, () => undefined)].map(([operation, { schema }]) => {
          const handle = (input: unknown) => {
            if (refusal) throw new ServiceError(refusal, 'a & <b>');
            const output = generate(NormalizedSchema.of(schema[5]), variant) ?? {};
            seen = { input: comparable(input), output: comparable(output) };
            return output;
          };
          return [operation, { schema, handle }];
        }),
      ),
    ]),
  );
  const host = hostOf(operations);
  const orders: Readonly<Record<string, (body: string) => unknown>> = {
    '/operations': () => Object.fromEntries([...operations].map(([name, own]) => [name, [...own.keys()]])),
    '/variant': (body) => {
      variant = body as Variant;
    },
    '/errors': () =>
      Object.fromEntries(catalogue.map(({ name }) => [name, errorsOf(packages[name]!).map(([code]) => code)])),
    '/refuse': (body) => {
      refusal = body;
    },
    '/seen': () => {
      const last = seen;
      seen = {};
      return last;
    },
    // What of an input the JavaScript client's model has a word for.
    '/known': (body) => {
      const { service, operation, input } = JSON.parse(body);
      return known(NormalizedSchema.of(operations.get(service)!.get(operation)!.schema[4]), input) ?? {};
    },
  };
  return createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    const order = orders[request.url ?? ''];
    if (order) {
      response.end(JSON.stringify(order(body) ?? null));
      return;
    }
    const answer = await dispatch(host, { headers: request.headers as Record<string, string>, body });
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  }
}

function known(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isStructSchema()) {
    const given = value as Record<string, unknown>;
    const members = [...schema.structIterator()].filter(([name, member]) => name in given && !member.isStreaming());
    return Object.fromEntries(members.map(([name, member]) => [name, known(member, given[name])]));
  }
  if (schema.isListSchema()) return (value as unknown[]).map((each) => known(schema.getValueSchema(), each));
  if (!schema.isMapSchema()) return value;
  const entries = Object.entries(value as object);
  return Object.fromEntries(entries.map(([key, each]) => [key, known(schema.getValueSchema(), each)]));
}

test('boto3 and the sandbox understand each other in every operation', { skip }, async () => {
  const server = createFuzzServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const python = spawn('python3', ['runner/sandbox/wire/boto3_round_trip.py', url], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const code = await new Promise((resolve) => python.once('exit', resolve));
    assert.equal(code, 0, 'see the mismatches above');
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { STSClient } from '@aws-sdk/client-sts';
import { type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { PlayError } from '../diagnostics.ts';
import { createWorld } from './create_world.ts';
import { explainAwsError } from './errors.ts';
import { type Call, WriteRefused } from './guard.ts';
import { AnswerLost, createOnce } from './lost_answer.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret', HOME: '/nonexistent' };

/** A network that answers with these in turn, the last one for ever. An error stands for a broken connection. */
function network(...answers: (Error | { status: number; body: string })[]) {
  const requests: HttpRequest[] = [];
  const handler: HttpHandler = {
    async handle(request) {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1]!;
      if (answer instanceof Error) throw answer;
      const headers = { 'content-type': 'text/xml' };
      return { response: new HttpResponse({ statusCode: answer.status, headers, body: Buffer.from(answer.body) }) };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
  return { handler, requests };
}

const vpcs = { status: 200, body: '<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>' };
const created = { status: 200, body: '<CreateVpcResponse><vpc><vpcId>vpc-1</vpcId></vpc></CreateVpcResponse>' };
const failure = (status: number, code: string) => ({
  status,
  body: `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
});
const broken = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const world = (handler: HttpHandler, options = {}) =>
  createWorld({ region: 'eu-west-1', environment: keys, requestHandler: handler, ...options });

test('there is one client per class', () => {
  const aws = world(network(vpcs).handler);
  assert.equal(aws.client(EC2Client), aws.client(EC2Client));
  assert.notEqual(aws.client(EC2Client) as unknown, aws.client(STSClient));
});

test('a read-only world refuses a write before it is sent, and names it', async () => {
  const { handler, requests } = network(created);
  const calls: Call[] = [];
  const aws = world(handler, { readOnly: true, onCall: (call: Call) => calls.push(call) });
  await assert.rejects(aws.client(EC2Client).send(new CreateVpcCommand({})), (error) => {
    assert.ok(error instanceof WriteRefused);
    assert.deepEqual([error.service, error.operation, error.code], ['ec2', 'CreateVpc', 'write-refused']);
    return true;
  });
  assert.deepEqual([requests.length, calls], [0, []]);
});

test('a read-only world lets reads through', async () => {
  const aws = world(network(vpcs).handler, { readOnly: true });
  assert.deepEqual((await aws.client(EC2Client).send(new DescribeVpcsCommand({}))).Vpcs, []);
});

test('a call is counted once however often it is tried', async () => {
  const { handler, requests } = network(failure(503, 'RequestLimitExceeded'), broken(), vpcs);
  const calls: Call[] = [];
  await world(handler, { onCall: (call: Call) => calls.push(call) })
    .client(EC2Client)
    .send(new DescribeVpcsCommand({}));
  assert.equal(requests.length, 3);
  assert.deepEqual(calls, [{ service: 'ec2', operation: 'DescribeVpcs', write: false }]);
});

for (const [what, answer] of [
  ['the connection breaks', broken()],
  ['AWS fails', failure(500, 'InternalError')],
] as const)
  test(`a creation is not sent again when ${what}`, async () => {
    const { handler, requests } = network(answer, created);
    const sent = world(handler).client(EC2Client).send(new CreateVpcCommand({}));
    await assert.rejects(sent, AnswerLost);
    assert.equal(requests.length, 1);
  });

test('a creation that AWS throttled is sent again', async () => {
  const { handler } = network(failure(503, 'RequestLimitExceeded'), created);
  assert.equal((await world(handler).client(EC2Client).send(new CreateVpcCommand({}))).Vpc?.VpcId, 'vpc-1');
});

test('createOnce takes what AWS made although its answer was lost', async () => {
  const { handler, requests } = network(broken(), created);
  const ec2 = world(handler).client(EC2Client);
  const create = async () => (await ec2.send(new CreateVpcCommand({}))).Vpc?.VpcId;
  assert.equal(await createOnce(create, async () => 'vpc-found'), 'vpc-found');
  assert.equal(requests.length, 1);
});

test('createOnce creates again when AWS made nothing', async () => {
  const ec2 = world(network(broken(), created).handler).client(EC2Client);
  const create = async () => (await ec2.send(new CreateVpcCommand({}))).Vpc?.VpcId;
  assert.equal(await createOnce(create, async () => undefined), 'vpc-1');
});

test('a world without a region says where to set one', () => {
  assert.throws(
    () => createWorld({ environment: keys }),
    (error: PlayError) => error.code === 'no-region' && /AWS_REGION/.test(error.hint!),
  );
});

const folder = mkdtempSync(join(tmpdir(), 'play-aws-'));
before(() => {
  writeFileSync(join(folder, 'config'), '[default]\nregion = eu-north-1\n[profile work]\nregion=us-east-2\n');
  writeFileSync(join(folder, 'credentials'), '[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = s\n');
});
after(() => rmSync(folder, { recursive: true }));
const files = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };

test('the region comes from the parameter, the environment, or the profile, in this order', () => {
  const environment = { ...files, AWS_PROFILE: 'work' };
  assert.equal(
    createWorld({ region: 'eu-west-3', environment: { ...environment, AWS_REGION: 'x' } }).region,
    'eu-west-3',
  );
  assert.equal(createWorld({ environment: { ...environment, AWS_DEFAULT_REGION: 'eu-west-2' } }).region, 'eu-west-2');
  assert.equal(createWorld({ environment }).region, 'us-east-2');
  assert.equal(createWorld({ environment: files }).region, 'eu-north-1');
  assert.equal(createWorld({ environment: files, profile: 'work' }).region, 'us-east-2');
});

test('a profile gives its credentials', async () => {
  const client = createWorld({ environment: files, profile: 'work' }).client(EC2Client);
  assert.equal((await client.config.credentials()).accessKeyId, 'AKIAWORK');
});

test('a profile that is not there is named, with those that are', () => {
  const aws = createWorld({ environment: files, profile: 'wrok', region: 'eu-west-1' });
  assert.throws(
    () => aws.client(EC2Client),
    (error: PlayError) => error.code === 'profile-missing' && error.hint === 'profiles there: default, work',
  );
});

let server: Server;
let endpoint = '';
before(async () => {
  server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(vpcs.body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_EC2'])
  test(`${name} of a task's environment leads elsewhere`, async () => {
    const aws = createWorld({ region: 'eu-west-1', environment: { ...keys, [name]: endpoint } });
    assert.deepEqual((await aws.client(EC2Client).send(new DescribeVpcsCommand({}))).Vpcs, []);
  });

test('an endpoint that never takes the connection is tried once', async () => {
  const timeout = Object.assign(new Error('the request socket did not establish a connection'), {
    name: 'TimeoutError',
  });
  const { handler, requests } = network(timeout);
  await assert.rejects(world(handler).client(EC2Client).send(new DescribeVpcsCommand({})), (error) => {
    assert.match(explainAwsError(error).message, /reached at ec2\.eu-west-1\.amazonaws\.com/);
    return true;
  });
  assert.equal(requests.length, 1);
});

test('a connection that times out later is tried again', async () => {
  const timeout = Object.assign(new Error('the request socket did not establish a connection'), {
    name: 'TimeoutError',
  });
  const { handler, requests } = network(vpcs, timeout, vpcs);
  const ec2 = world(handler).client(EC2Client);
  await ec2.send(new DescribeVpcsCommand({}));
  await ec2.send(new DescribeVpcsCommand({}));
  assert.equal(requests.length, 3);
});

test('clients of one world share connections: several services may be behind one endpoint', () => {
  const aws = createWorld({ region: 'eu-west-1', environment: keys });
  assert.equal(aws.client(EC2Client).config.requestHandler, aws.client(STSClient).config.requestHandler);
});

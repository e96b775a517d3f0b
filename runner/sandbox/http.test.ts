import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { serveHttp } from './http.ts';
import { createSandbox } from './sandbox.ts';

const sandbox = createSandbox();
const server = await serveHttp(sandbox);
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const client = new EC2Client({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
});
after(() => {
  client.destroy();
  server.close();
  server.closeAllConnections();
});

test('a client on the loopback port and one in process share the account', async () => {
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { Vpcs } = await sandbox.world().client(EC2Client).send(new DescribeVpcsCommand());
  assert.deepEqual(
    Vpcs?.map(({ VpcId }) => VpcId),
    [Vpc?.VpcId],
  );
});

test('an error keeps its code over HTTP', async () => {
  await assert.rejects(client.send(new CreateVpcCommand({ CidrBlock: 'x' })), { name: 'InvalidParameterValue' });
});

const signed = 'AWS4-HMAC-SHA256 Credential=key/20260102/eu-west-1/ecs/aws4_request, SignedHeaders=host, Signature=00';
const post = (body: string, headers: Record<string, string>) => fetch(endpoint, { method: 'POST', body, headers });

test('what is not signed is told so', async () => {
  const response = await fetch(endpoint, { method: 'POST', body: 'hello' });
  assert.equal(response.status, 403);
  assert.match(await response.text(), /MissingAuthenticationToken/);
});

test('a service that is not there is named', async () => {
  const response = await post('Action=ListQueues', { authorization: signed.replace('/ecs/', '/sqs/') });
  assert.equal(response.status, 404);
  assert.match(await response.text(), /the sandbox has no service sqs/);
});

test('a query in the address is read', async () => {
  const authorization = signed.replace('/ecs/', '/sts/');
  const url = `${endpoint}/?Action=GetCallerIdentity&Version=2011-06-15`;
  assert.match(await (await fetch(url, { headers: { authorization } })).text(), /user\/sandbox/);
});

describe('a body that is too long', () => {
  const long = ' '.repeat(10 * 1024 * 1024 + 1);
  for (const [what, headers, body] of [
    ['JSON', { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters' }, /"__type":"RequestEntityTooLarge"/],
    ['a query', {}, /<Code>RequestEntityTooLarge<\/Code>/],
  ] as const) {
    test(`is refused: ${what}`, async () => {
      const response = await post(long, { authorization: signed, ...headers });
      assert.equal(response.status, 413);
      assert.match(await response.text(), body);
    });
  }
  test('is refused when its length was not told before', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 11; part += 1) controller.enqueue(Buffer.alloc(1024 * 1024));
        controller.close();
      },
    });
    const response = await fetch(endpoint, { method: 'POST', body, duplex: 'half' } as RequestInit);
    assert.equal(response.status, 413);
  });
  test('is taken where it is a part of a layer', async () => {
    const target = 'AmazonEC2ContainerRegistry_V20150921.UploadLayerPart';
    const response = await post(long, { authorization: signed.replace('/ecs/', '/ecr/'), 'x-amz-target': target });
    assert.notEqual(response.status, 413);
  });
});

test('more requests than are answered at a time wait for their turn', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => client.send(new DescribeVpcsCommand())));
  assert.equal(answers.length, 200);
});

import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
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

test('what is no request to AWS is answered with an error', async () => {
  const response = await fetch(endpoint, { method: 'POST', body: 'hello' });
  assert.equal(response.status, 404);
  assert.match(await response.text(), /the sandbox has no service/);
});

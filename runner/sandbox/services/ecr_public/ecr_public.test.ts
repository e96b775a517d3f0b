import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRegistriesCommand,
  DescribeRepositoriesCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public';
import { createSandbox } from '../../sandbox.ts';

const clientIn = (region: string) => createSandbox().world({ region }).client(ECRPUBLICClient);

test('a login is for twelve hours, and given in us-east-1 only', async () => {
  const { authorizationData } = await clientIn('us-east-1').send(new GetAuthorizationTokenCommand({}));
  const login = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64').toString('utf8');
  assert.match(login, /^AWS:[0-9a-f]{64}$/);
  assert.ok(authorizationData?.expiresAt instanceof Date);
  await assert.rejects(clientIn('eu-west-1').send(new GetAuthorizationTokenCommand({})), {
    name: 'UnsupportedCommandException',
  });
});

test('a repository is in the registry of the account until it is deleted', async () => {
  const client = clientIn('us-east-1');
  const repositoryName = 'team/app';
  const { registries: [registry] = [] } = await client.send(new DescribeRegistriesCommand({}));
  const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName }));
  assert.equal(repository?.repositoryUri, `${registry?.registryUri}/team/app`);
  await assert.rejects(client.send(new CreateRepositoryCommand({ repositoryName })), {
    name: 'RepositoryAlreadyExistsException',
  });
  const describe = (repositoryNames?: string[]) => client.send(new DescribeRepositoriesCommand({ repositoryNames }));
  assert.deepEqual((await describe()).repositories, [repository]);
  assert.deepEqual((await describe([repositoryName])).repositories, [repository]);
  await client.send(new DeleteRepositoryCommand({ repositoryName }));
  assert.deepEqual((await describe()).repositories, []);
  await assert.rejects(describe([repositoryName]), { name: 'RepositoryNotFoundException' });
});

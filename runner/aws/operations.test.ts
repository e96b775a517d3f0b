import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWrite } from './operations.ts';

const reads = ['DescribeVpcs', 'GetRole', 'ListTagsForResource', 'BatchGetImage', 'BatchCheckLayerAvailability'];
const writes = ['CreateVpc', 'PutRolePolicy', 'ModifyVpcAttribute', 'TagResource', 'GetFederationToken', 'GetId'];

for (const operation of [...reads, 'GetAuthorizationToken', 'FilterLogEvents', 'SimulatePrincipalPolicy'])
  test(`${operation} is a read`, () => assert.equal(isWrite(operation), false));

for (const operation of [...writes, 'Getaway', 'SomethingNew'])
  test(`${operation} counts as a write`, () => assert.equal(isWrite(operation), true));

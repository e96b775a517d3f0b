import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogue } from '../catalogue.ts';
import { refuseUnsigned } from './signature.ts';

const signed = (scope: string) =>
  `AWS4-HMAC-SHA256 Credential=key/20260102/${scope}/aws4_request, SignedHeaders=host;x-amz-date, Signature=00ff`;
const ec2 = { body: 'Action=DescribeVpcs&Version=2016-11-15' };
const ecs = { body: '{}', target: 'AmazonEC2ContainerServiceV20141113.ListClusters' };

function refuse({ body, target }: { body: string; target?: string }, authorization?: string) {
  const headers = { ...(target && { 'x-amz-target': target }), ...(authorization && { authorization }) };
  return refuseUnsigned(catalogue, { headers, body }, 'id');
}

describe('a signed request passes', () => {
  for (const [request, scope] of [
    [ec2, 'eu-west-1/ec2'],
    [ecs, 'ap-southeast-2/ecs'],
    [ec2, 'us-gov-east-1/ec2'],
    [{ body: 'Action=X&Version=2012-11-05' }, 'eu-west-1/sqs'],
  ] as const) {
    test(scope, () => assert.equal(refuse(request, signed(scope)), undefined));
  }
});

describe('what AWS would not let in', () => {
  for (const [what, request, authorization, status, body] of [
    ['unsigned, query', ec2, undefined, 403, /<Code>MissingAuthenticationToken<\/Code>/],
    ['unsigned, JSON', ecs, undefined, 400, /"__type":"MissingAuthenticationTokenException"/],
    ['unsigned, nothing we know', { body: 'hello' }, undefined, 403, /MissingAuthenticationToken/],
    ['another scheme', ec2, 'Bearer abc', 400, /IncompleteSignature.*algorithm/],
    ['without signature', ec2, signed('eu-west-1/ec2').split(', Signature')[0], 400, /requires 'Signature' parameter/],
    ['a scope of too few parts', ecs, signed('ecs'), 400, /exactly 5 slash-delimited/],
    ['no region', ec2, signed('europe/ec2'), 403, /SignatureDoesNotMatch.*valid region, not 'europe'/],
    ['another service, JSON', ecs, signed('eu-west-1/ec2'), 400, /InvalidSignatureException.*correct service: 'ecs'/],
    [
      'another service, query',
      ec2,
      signed('eu-west-1/iam'),
      403,
      /correct service: &apos;ec2&apos;|correct service: 'ec2'/,
    ],
  ] as const) {
    test(what, () => {
      const answer = refuse(request, authorization);
      assert.match(answer?.body ?? '', body);
      assert.equal(answer?.status, status);
    });
  }
});

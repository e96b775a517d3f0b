import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlayError } from '../diagnostics.ts';
import { errorCode, explainAwsError, isAwsError } from './errors.ts';

const aws = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, $metadata: { requestId: 'req-1', httpStatusCode: 400 }, ...more });
const net = (code: string, message: string, more: object = {}) => Object.assign(new Error(message), { code, ...more });
const denied =
  'User: arn:aws:iam::1:user/bob is not authorized to perform: ecs:CreateCluster on resource: arn:aws:ecs:eu-west-1:1:cluster/app because no identity-based policy allows it';

const cases: readonly [string, Error, string, RegExp, RegExp?][] = [
  [
    'an expired token',
    aws('ExpiredTokenException', 'The security token is expired'),
    'expired_token',
    /expired/,
    /login/,
  ],
  ['an expired session of EC2', aws('RequestExpired', 'Request has expired.'), 'expired_token', /expired/],
  [
    'an unknown key',
    aws('InvalidClientTokenId', 'The token is invalid'),
    'invalid_credentials',
    /invalid/,
    /AWS_ACCESS/,
  ],
  ['a wrong secret or clock', aws('SignatureDoesNotMatch', 'does not match'), 'signature', /match/, /clock/],
  ['throttling', aws('ThrottlingException', 'Rate exceeded'), 'throttled', /Rate exceeded/, /wait/],
  [
    'a denied action',
    aws('AccessDeniedException', denied),
    'access-denied',
    /not authorized/,
    /needs permission for ecs:CreateCluster on arn:aws:ecs:eu-west-1:1:cluster\/app$/,
  ],
  ['a denial of EC2', aws('UnauthorizedOperation', 'You are not authorized'), 'access-denied', /not auth/, /identity/],
  [
    'a refused connection',
    net('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9', { address: '127.0.0.1', port: 9 }),
    'unreachable',
    /at 127\.0\.0\.1:9: connect ECONNREFUSED/,
    /AWS_ENDPOINT_URL/,
  ],
  [
    'an unknown host',
    net('ENOTFOUND', 'getaddrinfo ENOTFOUND ec2.mars.amazonaws.com', { hostname: 'ec2.mars.amazonaws.com' }),
    'unreachable',
    /at ec2\.mars\.amazonaws\.com/,
    /region/,
  ],
  [
    'a silent host',
    Object.assign(new Error('the request socket did not establish a connection within 2000 ms.'), {
      name: 'TimeoutError',
    }),
    'unreachable',
    /no connection within/,
  ],
  ['an untrusted certificate', net('DEPTH_ZERO', 'self-signed certificate'), 'certificate', /trust/, /AWS_CA_BUNDLE/],
  [
    'any other error of AWS',
    aws('InvalidSubnet', 'The CIDR is invalid', { Code: 'InvalidSubnet.Range' }),
    'InvalidSubnet.Range',
    /^InvalidSubnet\.Range: The CIDR is invalid \(request id req-1\)$/,
  ],
  ['an error without words', aws('UnknownError', ''), 'UnknownError', /HTTP status 400/],
];

for (const [what, error, code, message, hint] of cases)
  test(`${what} is explained`, () => {
    const found = explainAwsError(error);
    assert.equal(found.code, code);
    assert.match(found.message, message);
    if (hint) assert.match(found.hint ?? '', hint);
    assert.ok(!found.message.includes('\n'));
  });

test('our own errors speak for themselves', () => {
  const error = new PlayError({ code: 'no-region', message: 'no AWS region is chosen', hint: 'set AWS_REGION' });
  assert.deepEqual(explainAwsError(error), { code: 'no-region', message: error.message, hint: 'set AWS_REGION' });
});

test("the wire's code goes before the SDK's name", () => {
  assert.equal(errorCode(aws('NoSuchEntityException', '', { Code: 'NoSuchEntity' })), 'NoSuchEntity');
});

test('a fault of ours is no error of AWS', () => {
  assert.equal(isAwsError(new TypeError('x is undefined')), false);
  assert.equal(isAwsError(aws('Anything', '')), true);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlayError } from '../../diagnostics.ts';
import { nameOf, textOf } from './fault.ts';
import { parseFaults } from './file.ts';
import { parseFault } from './parse.ts';

/** What is written, the name it gets, and the whole of it as it is listed; the same as written when left out. */
const written: readonly (readonly [text: string, name: string, listed?: string])[] = [
  ['throttle ec2:DescribeVpcs 3', 'throttle ec2:DescribeVpcs'],
  ['throttle ec2:DescribeVpcs', 'throttle ec2:DescribeVpcs', 'throttle ec2:DescribeVpcs 1'],
  ['throttle ecs 2.5/s', 'throttle ecs'],
  ['lose ecs:CreateService', 'lose ecs:CreateService', 'lose ecs:CreateService 1'],
  ['lose writes 2,5', 'lose writes'],
  ['delay iam:* 200ms', 'delay iam:*'],
  ['delay calls 50ms', 'delay calls'],
  ['delay  reads   2m', 'delay reads', 'delay reads 120s'],
  ['refuse ec2:CreateVpc UnauthorizedOperation', 'refuse ec2:CreateVpc'],
  ['refuse elbv2:Create* ExpiredToken 2', 'refuse elbv2:Create*'],
  ['refuse ecs:writes', 'refuse ecs:writes', 'refuse ecs:writes AccessDenied'],
  ['lag iam 10s', 'lag iam'],
  ['lag reads 1.5s', 'lag reads', 'lag reads 1500ms'],
  ['crash ans-time-app exit=3 after=2s', 'crash ans-time-app'],
  ['crash ans-time-app:7', 'crash ans-time-app:7', 'crash ans-time-app:7 exit=1 after=1s'],
  ['unstartable web CannotStartContainerError: no such file', 'unstartable web'],
  ['unhealthy web', 'unhealthy web', 'unhealthy web 503'],
  ['unhealthy web timeout', 'unhealthy web'],
  ['unhealthy web container', 'unhealthy web'],
  ['latency aws', 'latency'],
];

describe('a fault as one writes it', () => {
  for (const [text, name, listed = text] of written) {
    test(text, () => {
      const fault = parseFault(text);
      assert.equal(nameOf(fault), name);
      assert.equal(textOf(fault), listed);
      assert.deepEqual(parseFault(textOf(fault)), fault);
    });
  }
});

const mistakes: readonly (readonly [text: string, message: RegExp, hint?: RegExp])[] = [
  ['throtle ec2:DescribeVpcs 3', /^there is no fault "throtle"$/, /did you mean "throttle"\?/],
  ['', /^there is no fault ""$/, /e\.g\. throttle/],
  ['constructor x', /^there is no fault "constructor"$/],
  ['throttle', /which calls\?/, /e\.g\. throttle ec2:DescribeVpcs 3/],
  ['throttle ec3:DescribeVpcs 3', /the sandbox has no service "ec3"/, /did you mean "ec2"\?/],
  ['throttle writs 3', /no service "writs"/, /did you mean "writes"\?/],
  ['throttle ec2:describeVpcs 3', /"ec2:describeVpcs" names no operation/],
  ['throttle ec2:DescribeVpcs 0', /"0" is no number of calls/],
  ['throttle ec2:DescribeVpcs 0/s', /a rate of 0\/s lets nothing through/, /refuse/],
  ['throttle ec2:DescribeVpcs 3 4', /"4" is too much/],
  ['lose writes 2,x', /"x" is no number of calls/],
  ['delay iam:* 200', /"200" is no length of time/, /200ms/],
  ['delay iam:* 3 s', /"s" is too much/],
  ['lag iam', /for how long\?/],
  ['refuse ec2:CreateVpc not-a-code', /not-a-code is no error code/],
  ['crash', /which tasks\?/],
  ['crash web exit=300', /300 is no exit code/],
  ['crash web exti=3', /there is no setting "exti"/, /did you mean "exit"\?/],
  ['crash web exit', /exit has no value/],
  ['unhealthy web 999', /a health check cannot meet 999/, /503/],
  ['latency asw', /there is no latency profile "asw"/, /did you mean "aws"\?/],
];

describe('a mistake in a fault is named', () => {
  for (const [text, message, hint = /./] of mistakes) {
    test(text || 'nothing', () => {
      assert.throws(
        () => parseFault(text),
        (error: PlayError) =>
          error instanceof PlayError && error.code === 'fault' && message.test(error.message) && hint.test(error.hint!),
      );
    });
  }
});

test('a file of faults has one a line, and comments', () => {
  const faults = parseFaults('# slow\ndelay * 200ms   # every call\n\n  lag iam 10s\n', 'faults.txt');
  assert.deepEqual(faults.map(textOf), ['delay * 200ms', 'lag iam 10s']);
});

test('a mistake in a file of faults has its place', () => {
  assert.throws(() => parseFaults('lag iam 10s\n  lagg iam 1s\n', 'faults.txt'), {
    message: 'there is no fault "lagg"',
    hint: 'did you mean "lag"?',
    place: { file: 'faults.txt', line: 2, column: 3, width: 11 },
  });
});

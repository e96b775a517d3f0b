import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PlayError } from '../../../diagnostics.ts';
import { Unknown } from '../../../template/values.ts';
import { parameterValues } from './parameters.ts';
import type { Template } from './template.ts';

const template: Template = {
  Parameters: {
    Name: { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'lower case only' },
    Count: { Type: 'Number', Default: 2, MinValue: 1, MaxValue: 3 },
    Size: { Type: 'String', Default: 'small', AllowedValues: ['small', 'large'] },
    Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
    Password: { Type: 'String', NoEcho: true, Default: 'changeme', MinLength: 6 },
  },
  Resources: {},
};
const values = (given: Record<string, unknown>, before = {}) => parameterValues('s', template, given, before);
const all = { Name: 'n', Count: '2', Size: 'small', Zones: 'a,b', Password: 'changeme' };

describe('parameters of a stack', () => {
  for (const [what, given, expected] of [
    ['have their defaults', {}, {}],
    ['are text to CloudFormation', { Count: 3 }, { Count: '3' }],
    ['may be lists', { Zones: ['x', 'y'] }, { Zones: 'x,y' }],
    ['may be spelled out', { Size: { value: 'large' } }, { Size: 'large' }],
  ] as const)
    test(what, () => assert.deepEqual(values({ Name: 'n', ...given }), { ...all, ...expected }));

  test('keep what the stack has where that is asked for', () => {
    assert.deepEqual(values({ Name: { use_previous_value: true } }, { Name: 'old', Count: '3' }), {
      ...all,
      Name: 'old',
    });
  });

  test('may not be known yet', () => {
    assert.ok(values({ Name: new Unknown() })['Name'] instanceof Unknown);
  });
});

describe('refused are', () => {
  for (const [what, given, message, hint] of [
    ['one that the template does not have', { Nam: 'n' }, /has no parameter "Nam"/, /Name/],
    ['a missing one', {}, /needs the parameter Name$/, /template_parameters/],
    ['one that does not match', { Name: 'N1' }, /Name of stack s: "N1" does not match \[a-z\]\+/, /lower case only/],
    ['no number', { Name: 'n', Count: 'x' }, /"x" is no number/, undefined],
    ['one too high', { Name: 'n', Count: 4 }, /"4" is above 3/, undefined],
    ['another choice', { Name: 'n', Size: 'huge' }, /"huge" is not one of small, large/, undefined],
    ['a secret too short, unnamed', { Name: 'n', Password: 'hunt' }, /its value is below 6 characters/, undefined],
  ] as const)
    test(what, () =>
      assert.throws(
        () => values(given),
        (error: PlayError) => {
          assert.match(error.message, message);
          assert.doesNotMatch(`${error.message} ${error.hint}`, /hunt/);
          if (hint) assert.match(error.hint ?? '', hint);
          return error.code === 'stack-parameter';
        },
      ),
    );
});

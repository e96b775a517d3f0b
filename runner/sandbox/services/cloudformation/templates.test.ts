import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateStackCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { sampleService } from './sample_templates.ts';
import { bench, created } from './testing.ts';

const logs = 'Resources: {Logs: {Type: AWS::Logs::LogGroup}}';

/** Templates that are refused before anything is done, and in which words. */
const refused: readonly (readonly [what: string, template: string, message: string | RegExp])[] = [
  ['no resources', 'Description: x', 'Template format error: At least one Resources member must be defined.'],
  ['an unknown section', `${logs}\nReources: {}`, 'Invalid template property or properties [Reources]'],
  [
    'an unknown type',
    'Resources: {A: {Type: AWS::S3::Bucket}}',
    'Template format error: Unrecognized resource types: [AWS::S3::Bucket] (not modelled by the sandbox)',
  ],
  [
    'a type left out',
    'Resources: {A: {}}',
    'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
  ],
  [
    'an unknown attribute of a resource',
    'Resources: {A: {Type: AWS::Logs::LogGroup, Propertys: {}}}',
    "Invalid template resource property 'Propertys'",
  ],
  [
    'a name with a hyphen',
    'Resources: {my-a: {Type: AWS::Logs::LogGroup}}',
    'Template format error: Resource name my-a is non alphanumeric.',
  ],
  [
    'a reference to nothing',
    'Resources: {A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Ref Nobody}}}',
    'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
  ],
  [
    'an attribute of nothing',
    'Resources: {A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !GetAtt B.Arn}}}',
    'Template error: instance of Fn::GetAtt references undefined resource B',
  ],
  [
    'an output of nothing',
    `${logs}\nOutputs: {O: {Value: !Ref Nobody}}`,
    'Template format error: Unresolved resource dependencies [Nobody] in the Outputs block of the template',
  ],
  [
    'resources that need each other',
    'Resources: {A: {Type: AWS::Logs::LogGroup, DependsOn: B}, B: {Type: AWS::Logs::LogGroup, DependsOn: A}}',
    'Circular dependency between resources: [A, B]',
  ],
  [
    'a condition that is not there',
    'Resources: {A: {Type: AWS::Logs::LogGroup, Condition: C}}',
    'Template format error: Unresolved condition dependency C in the Resources block of the template',
  ],
  [
    'a parameter of Parameter Store',
    `${logs}\nParameters: {P: {Type: "AWS::SSM::Parameter::Value<String>"}}`,
    'the sandbox does not model parameters of type AWS::SSM::Parameter::Value<String> (P): there is no Parameter Store',
  ],
  ['rules', `${logs}\nRules: {}`, 'the sandbox does not model the section Rules of a template'],
  ['a macro', `${logs}\nTransform: AWS::Serverless-2016-10-31`, /does not model the transform/],
  ['too much text', `${logs}\n#${'x'.repeat(52_000)}`, /Member must have length less than or equal to 51200$/],
];

for (const [what, TemplateBody, message] of refused) {
  test(`${what}: refused when it is validated and when it is created`, async () => {
    const { stacks } = bench();
    for (const command of [
      new ValidateTemplateCommand({ TemplateBody }),
      new CreateStackCommand({ StackName: 'a', TemplateBody }),
    ]) {
      await assert.rejects(stacks.send(command as ValidateTemplateCommand), { name: 'ValidationError', message });
    }
  });
}

const parameters = `
Parameters:
  Size: {Type: String, AllowedValues: [small, big], Default: small}
  Count: {Type: Number, MinValue: 1, MaxValue: 5, Default: 1}
  Label: {Type: String, AllowedPattern: "[a-z]+", MinLength: 2, Default: ab}
  Word: {Type: String, AllowedPattern: "[a-z]+", ConstraintDescription: only letters, Default: ab}
  Many: {Type: CommaDelimitedList, Default: "a, b"}
  Must: {Type: String, NoEcho: true}
${logs}
Outputs:
  Second: {Value: !Select [1, !Ref Many]}
`;

const values: readonly (readonly [given: Record<string, string>, message: string])[] = [
  [{}, 'Parameters: [Must] must have values'],
  [{ Must: 'x', Nope: '1' }, 'Parameters: [Nope] do not exist in the template'],
  [{ Must: 'x', Size: 'huge' }, "Parameter 'Size' must be one of AllowedValues"],
  [{ Must: 'x', Count: 'many' }, "Parameter 'Count' must be a number."],
  [{ Must: 'x', Count: '9' }, "Parameter 'Count' must be a number not greater than 5"],
  [{ Must: 'x', Label: 'a' }, "Parameter 'Label' must contain at least 2 characters"],
  [{ Must: 'x', Label: 'A1' }, 'Parameter Label failed to satisfy constraint: must match pattern [a-z]+'],
  [{ Must: 'x', Word: '1' }, 'Parameter Word failed to satisfy constraint: only letters'],
];

for (const [given, message] of values) {
  test(`${JSON.stringify(given)} as parameters: ${message}`, async () => {
    const { stacks } = bench();
    const Parameters = Object.entries(given).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    }));
    const command = new CreateStackCommand({ StackName: 'a', TemplateBody: parameters, Parameters });
    await assert.rejects(stacks.send(command), { name: 'ValidationError', message });
  });
}

test('secret parameters are not shown, lists are lists', async () => {
  const on = bench();
  const stack = await created(on, 'a', parameters, {
    Parameters: [{ ParameterKey: 'Must', ParameterValue: 'secret' }],
  });
  const shown = Object.fromEntries(stack.Parameters?.map((each) => [each.ParameterKey, each.ParameterValue]) ?? []);
  assert.deepEqual(shown, { Size: 'small', Count: '1', Label: 'ab', Word: 'ab', Many: 'a, b', Must: '****' });
  assert.equal(stack.Outputs?.[0]?.OutputValue, 'b');
});

test('a template says what it asks for, and comes back as it was given', async () => {
  const on = bench();
  const summary = await on.stacks.send(new GetTemplateSummaryCommand({ TemplateBody: sampleService }));
  assert.deepEqual(summary.Capabilities, ['CAPABILITY_IAM']);
  assert.equal(summary.Description, 'a service');
  assert.deepEqual(
    summary.Parameters?.map(({ ParameterKey, DefaultValue }) => [ParameterKey, DefaultValue]),
    [
      ['Tag', 'v1'],
      ['Count', '2'],
    ],
  );
  await created(on, 'a', logs);
  const { TemplateBody } = await on.stacks.send(new GetTemplateCommand({ StackName: 'a' }));
  assert.equal(TemplateBody, logs);
});

for (const [named, capability] of [
  [false, 'CAPABILITY_IAM'],
  [true, 'CAPABILITY_NAMED_IAM'],
] as const) {
  test(`a role ${named ? 'with' : 'without'} a name asks for ${capability}`, async () => {
    const { stacks } = bench();
    const TemplateBody = `Resources: {R: {Type: AWS::IAM::Role, Properties: {${named ? 'RoleName: r, ' : ''}AssumeRolePolicyDocument: {}}}}`;
    const given = named ? { Capabilities: ['CAPABILITY_IAM' as const] } : {};
    await assert.rejects(stacks.send(new CreateStackCommand({ StackName: 'a', TemplateBody, ...given })), {
      name: 'InsufficientCapabilitiesException',
      message: `Requires capabilities : [${capability}]`,
    });
  });
}

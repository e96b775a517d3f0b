import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { rehearse } from '../testing.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
const playbook =
  '- { name: stack, cloudformation: { stack_name: logs, template: logs.yml, stack_policy: policy.json } }';
const template = 'Resources:\n  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: g } }\n';
const policy = '{"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}';
const whole = { 'playbook.yml': playbook, 'logs.yml': template, 'policy.json': policy };
const { 'logs.yml': _template, ...withoutTemplate } = whole;
const { 'policy.json': _policy, ...withoutPolicy } = whole;

describe('a stack is destroyed', () => {
  for (const [what, files] of [
    ['whose template cannot be read any more', { ...whole, 'logs.yml': 'Resources: [\n' }],
    ['whose template is nowhere', withoutTemplate],
    ['whose policy is nowhere', withoutPolicy],
    ['whose template CloudFormation would not take', { ...whole, 'logs.yml': template.replace('Logs::', 'Lags::') }],
    ['whose template now has more in it', { ...whole, 'logs.yml': `${template}  More: { Type: AWS::IAM::Role }\n` }],
    ['whose template is as it was', whole],
  ] as const)
    test(what, async () => {
      const sandbox = createSandbox();
      const run = (files: Readonly<Record<string, string>>, options = {}) =>
        rehearse(files, { sandbox, environment, ...options });
      const deployed = await run(whole);
      assert.equal(deployed.code, 0, deployed.lines.join('\n'));
      if (files !== whole) assert.notEqual((await run(files)).code, 0, 'an ordinary run needs it');
      sandbox.calls.length = 0;
      const planned = await run(files, { destroy: true, check: true });
      const destroyed = await run(files, { destroy: true });
      for (const { code, lines } of [planned, destroyed]) assert.equal(code, 0, lines.join('\n'));
      assert.deepEqual(
        sandbox.calls.filter(({ write }) => write).map(({ operation }) => operation),
        ['DeleteStack'],
      );
      assert.ok(sandbox.calls.every(({ operation }) => operation !== 'ValidateTemplate'));
      const again = await run(files, { destroy: true });
      assert.deepEqual([again.code, again.recap?.changed, again.recap?.writes], [0, 0, 0]);
    });
});

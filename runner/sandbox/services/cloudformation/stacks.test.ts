import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
  GetStackPolicyCommand,
  ListChangeSetsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  RollbackStackCommand,
  SetStackPolicyCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type Bench, bench, changeSet, created, history, rested, updated } from './testing.ts';

/** Log groups by logical id, with their properties. */
function groups(by: Readonly<Record<string, string>>, attributes = ''): string {
  const lines = Object.entries(by).map(
    ([id, properties]) => `  ${id}: {Type: AWS::Logs::LogGroup, ${attributes}Properties: {${properties}}}`,
  );
  return `Resources:\n${lines.join('\n')}\n`;
}

async function names(on: Bench): Promise<(string | undefined)[]> {
  const { logGroups = [] } = await on.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({}));
  return logGroups.map(({ logGroupName }) => logGroupName);
}

test('a resource that fails takes back what the stack has made', async () => {
  const on = bench();
  const stack = await created(on, 'a', groups({ Good: 'LogGroupName: good', Bad: 'RetentionInDays: 2' }));
  assert.equal(stack.StackStatus, 'ROLLBACK_COMPLETE');
  assert.equal(stack.StackStatusReason, undefined);
  assert.deepEqual(await names(on), []);
  const events = await history(on, 'a');
  assert.ok(
    events.some((line) =>
      /^Bad CREATE_FAILED: Resource handler returned message: "1 validation error detected: Value '2'/.test(line),
    ),
  );
  assert.ok(
    events.some((line) =>
      /^a ROLLBACK_IN_PROGRESS: The following resource\(s\) failed to create: \[.*Bad.*\]\. Rollback requested by user\.$/.test(
        line,
      ),
    ),
  );
  assert.ok(events.includes('Good DELETE_COMPLETE'));
  const update = new UpdateStackCommand({ StackName: 'a', TemplateBody: groups({ Good: '' }) });
  await assert.rejects(on.stacks.send(update), /is in ROLLBACK_COMPLETE state and can not be updated\.$/);
});

for (const [OnFailure, status, left] of [
  ['DO_NOTHING', 'CREATE_FAILED', ['bad', 'good']],
  ['DELETE', 'DELETE_COMPLETE', []],
] as const) {
  test(`${OnFailure} on failure leaves ${status}`, async () => {
    const on = bench();
    const bad = groups({ Good: 'LogGroupName: good', Bad: 'LogGroupName: bad, RetentionInDays: 2' }).replace(
      'Bad: {',
      'Bad: {DependsOn: Good, ',
    );
    const stack = await created(on, 'a', bad, { OnFailure });
    assert.equal(stack.StackStatus, status);
    assert.deepEqual(await names(on), left);
  });
}

test('properties that are not the type’s are named as CloudFormation names them', async () => {
  const on = bench();
  await created(on, 'a', groups({ A: 'LogGroupNam: x' }));
  const events = await history(on, 'a');
  assert.ok(
    events.includes(
      'A CREATE_FAILED: Properties validation failed for resource A with message:\n[#: extraneous key [LogGroupNam] is not permitted]',
    ),
    events.join('\n'),
  );
  await created(on, 'b', groups({ A: 'FieldIndexPolicies: []' }));
  assert.match(
    (await history(on, 'b')).join('\n'),
    /the sandbox does not model \[FieldIndexPolicies\] of AWS::Logs::LogGroup/,
  );
});

test('an update that changes nothing is refused, one that fails is taken back', async () => {
  const on = bench();
  const first = groups({ A: 'LogGroupName: a, RetentionInDays: 7', B: 'LogGroupName: b' });
  await created(on, 'a', first);
  await assert.rejects(on.stacks.send(new UpdateStackCommand({ StackName: 'a', TemplateBody: first })), {
    name: 'ValidationError',
    message: 'No updates are to be performed.',
  });
  const bad = groups({ A: 'LogGroupName: a, RetentionInDays: 14', C: 'LogGroupName: c', D: 'RetentionInDays: 2' });
  const TemplateBody = bad.replace('D: {', 'D: {DependsOn: [A, C], ');
  await on.stacks.send(new UpdateStackCommand({ StackName: 'a', TemplateBody }));
  const stack = await rested(on, 'a');
  assert.equal(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE', (await history(on, 'a')).join('\n'));
  assert.deepEqual(await names(on), ['a', 'b']);
  const { logGroups = [] } = await on.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({}));
  assert.equal(logGroups[0]?.retentionInDays, 7);
  const { StackResources = [] } = await on.stacks.send(new DescribeStackResourcesCommand({ StackName: 'a' }));
  assert.deepEqual(
    StackResources.map(({ LogicalResourceId }) => LogicalResourceId),
    ['A', 'B'],
  );
});

test('an update without roll back stays as it is until it is asked for', async () => {
  const on = bench();
  await created(on, 'a', groups({ A: 'LogGroupName: a, RetentionInDays: 7' }));
  const bad = groups({ A: 'LogGroupName: a, RetentionInDays: 2' });
  await on.stacks.send(new UpdateStackCommand({ StackName: 'a', TemplateBody: bad, DisableRollback: true }));
  assert.equal((await rested(on, 'a')).StackStatus, 'UPDATE_FAILED');
  await on.stacks.send(new RollbackStackCommand({ StackName: 'a' }));
  assert.equal((await rested(on, 'a')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  await assert.rejects(
    on.stacks.send(new ContinueUpdateRollbackCommand({ StackName: 'a' })),
    /is in UPDATE_ROLLBACK_COMPLETE state and can not continue rollback\.$/,
  );
});

test('a change set tells what would happen, and does it when executed', async () => {
  const on = bench();
  await created(on, 'a', groups({ A: 'RetentionInDays: 7', B: 'LogGroupName: b', C: 'LogGroupName: c' }));
  const next = groups({ A: 'RetentionInDays: 14', B: 'LogGroupName: b2', D: 'LogGroupName: d' });
  const { Changes = [] } = await changeSet(on, 'a', next, 'UPDATE');
  assert.deepEqual(
    Changes.map(({ ResourceChange: each }) => [
      each?.Action,
      each?.LogicalResourceId,
      each?.Replacement,
      each?.PolicyAction,
      each?.Details?.map(
        ({ Target }) => `${Target?.Name} ${Target?.RequiresRecreation} ${Target?.BeforeValue}→${Target?.AfterValue}`,
      ),
    ]),
    [
      ['Add', 'D', undefined, undefined, []],
      ['Modify', 'A', 'False', undefined, ['RetentionInDays Never 7→14']],
      ['Modify', 'B', 'True', 'ReplaceAndDelete', ['LogGroupName Always b→b2']],
      ['Remove', 'C', undefined, 'Delete', []],
    ],
  );
  assert.deepEqual((await names(on)).slice(1), ['b', 'c']);
  await on.stacks.send(new ExecuteChangeSetCommand({ StackName: 'a', ChangeSetName: 'changes' }));
  assert.equal((await rested(on, 'a')).StackStatus, 'UPDATE_COMPLETE', (await history(on, 'a')).join('\n'));
  assert.deepEqual((await names(on)).slice(1), ['b2', 'd']);
  await assert.rejects(on.stacks.send(new ExecuteChangeSetCommand({ StackName: 'a', ChangeSetName: 'changes' })), {
    name: 'InvalidChangeSetStatusException',
    message: /cannot be executed in its current execution status of \[EXECUTE_COMPLETE\]$/,
  });
});

test('a change set of a new stack leaves an empty one under review, which is deleted like any other', async () => {
  const on = bench();
  const input = {
    StackName: 'a',
    ChangeSetName: 'c',
    ChangeSetType: 'CREATE' as const,
    TemplateBody: groups({ A: '' }),
  };
  const { Id } = await on.stacks.send(new CreateChangeSetCommand(input));
  const young = await on.stacks.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
  assert.deepEqual([young.Status, young.ExecutionStatus], ['CREATE_IN_PROGRESS', 'UNAVAILABLE']);
  await assert.rejects(on.stacks.send(new CreateChangeSetCommand(input)), { name: 'AlreadyExistsException' });
  const { StackSummaries: [stack] = [] } = await on.stacks.send(new ListStacksCommand({}));
  assert.equal(stack?.StackStatus, 'REVIEW_IN_PROGRESS');
  await on.stacks.send(new DeleteChangeSetCommand({ ChangeSetName: Id }));
  await on.stacks.send(new DeleteChangeSetCommand({ ChangeSetName: Id }));
  assert.deepEqual((await on.stacks.send(new ListChangeSetsCommand({ StackName: 'a' }))).Summaries, []);
  await assert.rejects(on.stacks.send(new DescribeChangeSetCommand({ ChangeSetName: Id })), {
    name: 'ChangeSetNotFoundException',
  });
  await on.stacks.send(new DeleteStackCommand({ StackName: 'a' }));
  assert.equal((await rested(on, stack?.StackId ?? '')).StackStatus, 'DELETE_COMPLETE');
});

test('a stack of the same name is refused, and an update of none', async () => {
  const on = bench();
  await created(on, 'a', groups({ A: '' }));
  await assert.rejects(on.stacks.send(new CreateStackCommand({ StackName: 'a', TemplateBody: groups({ A: '' }) })), {
    name: 'AlreadyExistsException',
    message: 'Stack [a] already exists',
  });
  await assert.rejects(changeSet(on, 'a', groups({ A: '' }), 'CREATE'), /^ValidationError: Stack \[a\] already exists/);
  await assert.rejects(
    changeSet(on, 'b', groups({ A: '' }), 'UPDATE'),
    /^ValidationError: Stack \[b\] does not exist$/,
  );
});

test('a resource that is to be kept is kept, on deletion and on replacement', async () => {
  const on = bench();
  const keep = 'DeletionPolicy: Retain, UpdateReplacePolicy: Retain, ';
  await created(on, 'a', groups({ A: 'LogGroupName: old' }, keep));
  assert.equal((await updated(on, 'a', groups({ A: 'LogGroupName: new' }, keep))).StackStatus, 'UPDATE_COMPLETE');
  assert.deepEqual(await names(on), ['new', 'old']);
  await on.stacks.send(new DeleteStackCommand({ StackName: 'a' }));
  const { StackSummaries: [stack] = [] } = await on.stacks.send(new ListStacksCommand({}));
  assert.equal((await rested(on, stack?.StackId ?? '')).StackStatus, 'DELETE_COMPLETE');
  assert.deepEqual(await names(on), ['new', 'old']);
  assert.ok((await history(on, stack?.StackId ?? '')).includes('A DELETE_SKIPPED'));
});

test('what cannot be deleted fails the deletion, and can be left behind', async () => {
  const on = bench();
  await created(on, 'a', groups({ A: 'LogGroupName: a, DeletionProtectionEnabled: true', B: 'LogGroupName: b' }));
  await on.stacks.send(new DeleteStackCommand({ StackName: 'a' }));
  const failed = await rested(on, 'a');
  assert.equal(failed.StackStatus, 'DELETE_FAILED');
  assert.equal(failed.StackStatusReason, 'The following resource(s) failed to delete: [A]. ');
  assert.deepEqual(await names(on), ['a']);
  await on.stacks.send(new DeleteStackCommand({ StackName: 'a', RetainResources: ['A'] }));
  assert.equal((await rested(on, failed.StackId ?? '')).StackStatus, 'DELETE_COMPLETE');
  assert.deepEqual(await names(on), ['a']);
});

test('a protected stack is not deleted', async () => {
  const on = bench();
  await created(on, 'a', groups({ A: '' }), { EnableTerminationProtection: true });
  await assert.rejects(on.stacks.send(new DeleteStackCommand({ StackName: 'a' })), {
    message: 'Stack [a] cannot be deleted while TerminationProtection is enabled',
  });
  const off = { StackName: 'a', EnableTerminationProtection: false };
  await on.stacks.send(new UpdateTerminationProtectionCommand(off));
  await on.stacks.send(new DeleteStackCommand({ StackName: 'a' }));
  await on.stacks.send(new DeleteStackCommand({ StackName: 'nobody' }));
});

test('a name that somebody else has fails the resource', async () => {
  const on = bench();
  await on.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: 'mine' }));
  const stack = await created(on, 'a', groups({ A: 'LogGroupName: mine' }));
  assert.equal(stack.StackStatus, 'ROLLBACK_COMPLETE');
  assert.match(
    (await history(on, 'a')).join('\n'),
    /A CREATE_FAILED: .*already exists.*HandlerErrorCode: AlreadyExists\)/,
  );
  assert.deepEqual(await names(on), ['mine']);
});

test('an export has one stack', async () => {
  const on = bench();
  const exporting = `${groups({ A: '' })}Outputs: {O: {Value: x, Export: {Name: shared}}}`;
  await created(on, 'a', exporting);
  const stack = await created(on, 'b', exporting);
  assert.equal(stack.StackStatus, 'ROLLBACK_COMPLETE');
  assert.match(
    (await history(on, 'b')).join('\n'),
    /Export with name shared is already exported by stack a\. Rollback requested by user\./,
  );
  const missing = await created(on, 'c', groups({ A: 'LogGroupName: !ImportValue nobody' }));
  assert.equal(missing.StackStatus, 'ROLLBACK_COMPLETE');
  assert.match((await history(on, 'c')).join('\n'), /No export named nobody found\./);
});

test('an export that is in use keeps its value', async () => {
  const on = bench();
  const exporting = (value: string) => `${groups({ A: '' })}Outputs: {O: {Value: ${value}, Export: {Name: shared}}}`;
  await created(on, 'a', exporting('x'));
  await created(on, 'b', groups({ A: 'LogGroupName: !ImportValue shared' }));
  const stack = await updated(on, 'a', exporting('y'));
  assert.equal(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  assert.match((await history(on, 'a')).join('\n'), /Export shared cannot be updated as it is in use by b/);
  assert.equal(stack.Outputs?.[0]?.OutputValue, 'x');
});

test('a creation that takes too long is taken back', async () => {
  const on = bench();
  const slow = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`G${index}`, '']));
  let template = groups(slow);
  for (let index = 1; index < 30; index += 1)
    template = template.replace(`G${index}: {`, `G${index}: {DependsOn: G${index - 1}, `);
  const stack = await created(on, 'a', template, { TimeoutInMinutes: 1 });
  assert.equal(stack.StackStatus, 'ROLLBACK_COMPLETE');
  assert.match(
    (await history(on, 'a')).join('\n'),
    /a ROLLBACK_IN_PROGRESS: Stack creation time exceeded the specified timeout\. Rollback requested by user\./,
  );
  assert.deepEqual(await names(on), []);
});

test('events come newest first, in pages', async () => {
  const on = bench();
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`G${index}`, '']));
  await created(on, 'a', groups(many));
  const first = await on.stacks.send(new DescribeStackEventsCommand({ StackName: 'a' }));
  assert.equal(first.StackEvents?.length, 100);
  assert.equal(first.StackEvents?.[0]?.ResourceStatus, 'CREATE_COMPLETE');
  assert.equal(first.StackEvents?.[0]?.LogicalResourceId, 'a');
  const second = await on.stacks.send(new DescribeStackEventsCommand({ StackName: 'a', NextToken: first.NextToken }));
  assert.equal(second.StackEvents?.length, 22);
  assert.equal(second.NextToken, undefined);
  const { StackResourceSummaries } = await on.stacks.send(new ListStackResourcesCommand({ StackName: 'a' }));
  assert.equal(StackResourceSummaries?.length, 40);
  const one = await on.stacks.send(new DescribeStackResourceCommand({ StackName: 'a', LogicalResourceId: 'G7' }));
  assert.match(one.StackResourceDetail?.PhysicalResourceId ?? '', /^a-G7-[A-Za-z0-9]{12}$/);
});

test('a stack policy stops updates of what it protects', async () => {
  const on = bench();
  await created(on, 'a', groups({ A: 'RetentionInDays: 7', B: 'RetentionInDays: 7' }));
  const StackPolicyBody = JSON.stringify({
    Statement: [
      { Effect: 'Deny', Action: 'Update:*', Principal: '*', Resource: 'LogicalResourceId/A' },
      { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' },
    ],
  });
  await on.stacks.send(new SetStackPolicyCommand({ StackName: 'a', StackPolicyBody }));
  assert.equal((await on.stacks.send(new GetStackPolicyCommand({ StackName: 'a' }))).StackPolicyBody, StackPolicyBody);
  const bad = new SetStackPolicyCommand({ StackName: 'a', StackPolicyBody: '{}' });
  await assert.rejects(on.stacks.send(bad), /Error validating stack policy/);
  const other = groups({ A: 'RetentionInDays: 7', B: 'RetentionInDays: 14' });
  assert.equal((await updated(on, 'a', other)).StackStatus, 'UPDATE_COMPLETE');
  for (const denied of [groups({ A: 'RetentionInDays: 14', B: '' }), groups({ B: '' })]) {
    await on.stacks.send(new UpdateStackCommand({ StackName: 'a', TemplateBody: denied }));
    assert.equal((await rested(on, 'a')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  }
  const events = (await history(on, 'a')).join('\n');
  assert.match(
    events,
    /A UPDATE_FAILED: Action denied by stack policy: Statement \[#1\] does not allow \[Update:Modify\]/,
  );
  assert.match(events, /does not allow \[Update:Delete\] for resource \[LogicalResourceId\/A\]/);
});

test('a call that a fault refuses fails the resource, too', async () => {
  const on = bench({ faults: ['refuse logs:CreateLogGroup AccessDenied'] });
  const stack = await created(on, 'a', groups({ A: '' }));
  assert.equal(stack.StackStatus, 'ROLLBACK_COMPLETE');
  assert.match(
    (await history(on, 'a')).join('\n'),
    /A CREATE_FAILED: .*is not authorized to perform: logs:CreateLogGroup.*HandlerErrorCode: AccessDenied\)/,
  );
});

test('the same call once more, with its token, begins nothing anew', async () => {
  const on = bench();
  const input = { StackName: 'a', TemplateBody: groups({ A: '' }), ClientRequestToken: 'once' };
  const { StackId } = await on.stacks.send(new CreateStackCommand(input));
  assert.equal((await on.stacks.send(new CreateStackCommand(input))).StackId, StackId);
  await rested(on, 'a');
  const change = { StackName: 'a', ChangeSetName: 'c', TemplateBody: groups({ B: '' }), ClientToken: 'made' };
  const { Id } = await on.stacks.send(new CreateChangeSetCommand(change));
  assert.equal((await on.stacks.send(new CreateChangeSetCommand(change))).Id, Id);
  on.sandbox.clock.advance(10_000);
  const execute = { ChangeSetName: Id, ClientRequestToken: 'done' };
  await on.stacks.send(new ExecuteChangeSetCommand(execute));
  await on.stacks.send(new ExecuteChangeSetCommand(execute));
  assert.equal((await rested(on, 'a')).StackStatus, 'UPDATE_COMPLETE');
});

test('a stack that is being made can be deleted, one that is being changed cannot', async () => {
  const on = bench();
  const { StackId } = await on.stacks.send(new CreateStackCommand({ StackName: 'a', TemplateBody: groups({ A: '' }) }));
  on.sandbox.clock.advance(4_000);
  await on.stacks.send(new DeleteStackCommand({ StackName: 'a' }));
  assert.equal((await rested(on, StackId ?? '')).StackStatus, 'DELETE_COMPLETE');
  assert.deepEqual(await names(on), []);
  await created(on, 'b', groups({ A: '' }));
  await on.stacks.send(new UpdateStackCommand({ StackName: 'b', TemplateBody: groups({ B: '' }) }));
  await assert.rejects(
    on.stacks.send(new DeleteStackCommand({ StackName: 'b' })),
    /^ValidationError: Stack \[.*\] cannot be deleted while in status UPDATE_IN_PROGRESS$/,
  );
});

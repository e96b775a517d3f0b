import {
  type ChangeSetType,
  CloudFormationClient,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  CreateStackCommand,
  type CreateStackCommandInput,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox.ts';

/** A sandbox and clients for it. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly stacks: CloudFormationClient;
  /** Another service's client, for this sandbox. */
  client<T>(Client: new (configuration: object) => T): T;
}

/** An empty account with a clock that stands until it is slept on. */
export function bench(options: SandboxOptions = {}): Bench {
  const sandbox = createSandbox({ now: () => Date.parse('2026-03-01T10:00:00Z'), ...options });
  const configuration = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: sandbox.requestHandler,
    maxAttempts: 1,
  };
  return {
    sandbox,
    stacks: new CloudFormationClient(configuration),
    client: (Client) => new Client(configuration),
  };
}

/** Sleeps until a stack is at rest; gives it as it is then, and how many seconds that took. */
export async function rested(
  { sandbox, stacks }: Bench,
  StackName: string,
): Promise<Stack & { readonly seconds: number }> {
  for (let seconds = 0; seconds < 20_000; seconds += 5) {
    const { Stacks: [stack] = [] } = await stacks.send(new DescribeStacksCommand({ StackName }));
    if (stack && !stack.StackStatus?.endsWith('IN_PROGRESS')) return { ...stack, seconds };
    sandbox.clock.advance(5_000);
  }
  throw new Error(`${StackName} does not come to rest`);
}

/** Creates a stack and waits for it. */
export async function created(
  on: Bench,
  StackName: string,
  TemplateBody: string,
  more: Partial<CreateStackCommandInput> = {},
): Promise<Stack & { readonly seconds: number }> {
  const { StackId = '' } = await on.stacks.send(new CreateStackCommand({ StackName, TemplateBody, ...more }));
  return rested(on, StackId);
}

/** Makes a change set and waits for it. */
export async function changeSet(
  { sandbox, stacks }: Bench,
  StackName: string,
  TemplateBody: string,
  ChangeSetType: ChangeSetType,
  more: Partial<CreateChangeSetCommandInput> = {},
): Promise<DescribeChangeSetCommandOutput> {
  const input = { StackName, TemplateBody, ChangeSetType, ChangeSetName: 'changes', ...more };
  const { Id } = await stacks.send(new CreateChangeSetCommand(input));
  sandbox.clock.advance(10_000);
  return stacks.send(new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }));
}

/** Changes a stack by a change set and waits for it. */
export async function updated(
  on: Bench,
  StackName: string,
  TemplateBody: string,
  more: Partial<CreateChangeSetCommandInput> = {},
): Promise<Stack & { readonly seconds: number }> {
  const { ChangeSetId, Status, StatusReason } = await changeSet(on, StackName, TemplateBody, 'UPDATE', more);
  if (Status !== 'CREATE_COMPLETE') throw new Error(StatusReason);
  await on.stacks.send(new ExecuteChangeSetCommand({ ChangeSetName: ChangeSetId }));
  return rested(on, StackName);
}

/** What happened, the oldest first: `Vpc CREATE_IN_PROGRESS`, with the reason behind a colon. */
export async function history({ stacks }: Bench, StackName: string): Promise<string[]> {
  const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.reverse().map(
    ({ LogicalResourceId, ResourceStatus, ResourceStatusReason: reason }) =>
      `${LogicalResourceId} ${ResourceStatus}${reason === undefined ? '' : `: ${reason}`}`,
  );
}

import { DescribeStackEventsCommand, type StackEvent } from '@aws-sdk/client-cloudformation';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { causesOf } from './causes.ts';
import { cloudFormation, describeStack } from './stack_read.ts';

/** One operation on a stack, whose events are followed. */
export interface Operation {
  readonly stackName: string;
  readonly stackId: string;
  /** The latest event before it began: all that came since are its own. */
  readonly after?: string | undefined;
}

/** How an operation ended. */
export interface Ended {
  readonly status: string;
  /** The latest first. */
  readonly events: readonly StackEvent[];
  /** What more was found out of a failure while it could be seen, by the ID of its event. */
  readonly causes?: ReadonlyMap<string, readonly string[]>;
}

/** Milliseconds between two looks: at first, and once it takes longer. */
const pauses = { first: 1_000, most: 5_000 };

/** Follows an operation to its end, telling its events as they come. */
export async function followStack(
  world: World,
  operation: Operation,
  progress: (message: string) => void,
): Promise<Ended> {
  let events: readonly StackEvent[] = [];
  const told = new Set<string>();
  const causes = new Map<string, readonly string[]>();
  let looks = 0;
  for (let pause = pauses.first; ; pause = Math.min(pause * 1.5, pauses.most)) {
    events = await eventsOf(world, operation, events);
    for (const event of events.toReversed()) {
      if (told.has(event.EventId!)) continue;
      told.add(event.EventId!);
      progress(tell(event));
      if (isOriginal(event)) causes.set(event.EventId!, await causesOf(world, event));
    }
    const status = events.find((event) => isOfStack(event))?.ResourceStatus;
    if (status !== undefined && !status.endsWith('_IN_PROGRESS')) return { status, events, causes };
    looks += 1;
    if (events.length === 0 && looks > patience) {
      const stack = await describeStack(world, operation.stackId);
      if (stack && !stack.status.endsWith('_IN_PROGRESS')) return { status: stack.status, events };
    }
    await world.sleep(pause);
  }
}

/** How often nothing may be seen of an operation before the stack itself is asked whether it is at work. */
const patience = 5;

/** The latest event of a stack. */
export async function latestEvent(world: World, StackName: string): Promise<string | undefined> {
  const { StackEvents = [] } = await cloudFormation(world).send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents[0]?.EventId;
}

/** `Service (AWS::ECS::Service) CREATE_IN_PROGRESS: Resource creation Initiated`. */
function tell({
  LogicalResourceId: name,
  ResourceType: type,
  ResourceStatus,
  ResourceStatusReason: reason,
}: StackEvent) {
  return `${name} (${type}) ${ResourceStatus}${reason ? `: ${reason}` : ''}`;
}

const isOfStack = (event: StackEvent): boolean => event.PhysicalResourceId === event.StackId;

/** The events of an operation, the latest first: asks for new ones only. */
async function eventsOf(
  world: World,
  operation: Operation,
  known: readonly StackEvent[],
): Promise<readonly StackEvent[]> {
  const news: StackEvent[] = [];
  for (let NextToken: string | undefined; ; ) {
    const command = new DescribeStackEventsCommand({ StackName: operation.stackId, ...(NextToken && { NextToken }) });
    const answer = await cloudFormation(world).send(command);
    for (const event of answer.StackEvents ?? []) {
      if (event.EventId === (known[0]?.EventId ?? operation.after)) return [...news, ...known];
      news.push(event);
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) return [...news, ...known];
  }
}

/** What CloudFormation says of resources that failed only because another one did. */
const consequence = /cancell?ed/i;

/** Whether a resource failed, and not because of another one. */
const isOriginal = (event: StackEvent): boolean =>
  /_FAILED$/.test(event.ResourceStatus ?? '') &&
  !isOfStack(event) &&
  !consequence.test(event.ResourceStatusReason ?? '');

/**
 * The error for an operation that failed: the resource that failed first, and why. Of a nested stack it is the one inside; what was
 * cancelled because of it and what the stack says of itself in the end tell nothing.
 */
export async function whyItFailed(world: World, operation: Operation, ended: Ended): Promise<PlayError> {
  const failed = ended.events.toReversed().filter((event) => event.ResourceStatus?.endsWith('_FAILED'));
  const first = failed.find(isOriginal);
  const said = first ?? failed[0] ?? ended.events.toReversed().find((event) => event.ResourceStatusReason);
  const inside = first && (await insideOf(world, first));
  const causes = ended.causes?.get(first?.EventId ?? '') ?? [];
  const why = inside ?? [said ? tell(said) : 'CloudFormation gives no reason', ...causes].join('; ');
  return new PlayError({
    code: 'stack-failed',
    message: `stack ${operation.stackName}: ${why}`,
    hint: hintFor(operation.stackName, ended.status),
  });
}

async function insideOf(world: World, event: StackEvent): Promise<string | undefined> {
  const nested = event.PhysicalResourceId;
  if (event.ResourceType !== 'AWS::CloudFormation::Stack' || !nested?.startsWith('arn:')) return undefined;
  const operation = { stackName: nested, stackId: nested };
  const events = await eventsOf(world, operation, []);
  if (events.length === 0) return undefined;
  return (await whyItFailed(world, operation, { status: event.ResourceStatus!, events })).message;
}

function hintFor(name: string, status: string): string {
  if (status === 'ROLLBACK_COMPLETE')
    return `what was made is gone again (${status}); the next run deletes stack ${name} and creates it anew`;
  if (status === 'DELETE_COMPLETE') return 'the stack was deleted again';
  if (/ROLLBACK_COMPLETE$/.test(status)) return `the stack is as it was before (${status})`;
  return `the stack is ${status}; look at its events, then run again`;
}

/** Events as results list them. */
export const eventTexts = (events: readonly StackEvent[], limit: number): string[] =>
  events
    .slice(0, limit)
    .map(({ ResourceType, LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
      ['StackEvent', ResourceType, LogicalResourceId, ResourceStatus, ResourceStatusReason].filter(Boolean).join(' '),
    );

import type { Stack as AwsStack, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import type { cloudformationSchema } from '../../../../schemas/cloudformation.ts';
import { type Tags, tagsFromList } from '../../../aws/tags.ts';
import type { Infer } from '../../../schema/infer.ts';
import type { ResourceDeclaration, Template } from './template.ts';

/** Parameters of the module. */
export type Params = Infer<typeof cloudformationSchema>;

/** A resource of a stack, as results list it. */
export interface StackResource {
  readonly logical_resource_id: string;
  readonly physical_resource_id: string | null;
  readonly resource_type: string;
  readonly status: string;
  readonly status_reason: string | null;
  readonly last_updated_time: string | null;
}

/** A stack in our words. */
export interface Stack {
  readonly stack_name: string;
  readonly stack_id: string;
  readonly status: string;
  readonly status_reason: string | null;
  /** As it was written, short forms spelled out. */
  readonly template: Template;
  /** What the template comes to under its parameters, resource by resource. */
  readonly contents: Readonly<Record<string, ResourceDeclaration>>;
  /** Secret ones masked. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly role_arn: string | null;
  readonly notification_arns: readonly string[];
  readonly termination_protection: boolean;
  /** Only when the task speaks of it. */
  readonly stack_policy: unknown;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly StackResource[];
  /** What happened in this run, the latest first. */
  readonly events: readonly string[];
  /** How it ended. */
  readonly output: string;
  /** Stacks whose exports it imports, by ID; looked up only for a removal. */
  readonly imports_from: readonly string[];
  /** The change set that waits to be executed. */
  readonly change_set_id: string | null;
}

/** What `DescribeStacks` tells. */
export type Described = Omit<
  Stack,
  'imports_from' | 'template' | 'contents' | 'stack_policy' | 'resources' | 'events' | 'output' | 'change_set_id'
>;

export function fromAws(stack: AwsStack): Described {
  const dict = <T>(list: readonly T[] | undefined, pair: (each: T) => [string, string]) =>
    Object.fromEntries((list ?? []).map(pair).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    stack_name: stack.StackName!,
    stack_id: stack.StackId!,
    status: stack.StackStatus!,
    status_reason: stack.StackStatusReason ?? null,
    parameters: dict(stack.Parameters, (each) => [each.ParameterKey!, each.ParameterValue ?? '']),
    tags: tagsFromList(stack.Tags),
    role_arn: stack.RoleARN ?? null,
    notification_arns: [...(stack.NotificationARNs ?? [])].sort(),
    termination_protection: stack.EnableTerminationProtection ?? false,
    outputs: dict(stack.Outputs, (each) => [each.OutputKey!, each.OutputValue ?? '']),
  };
}

export const resourceFromAws = (resource: StackResourceSummary): StackResource => ({
  logical_resource_id: resource.LogicalResourceId!,
  physical_resource_id: resource.PhysicalResourceId ?? null,
  resource_type: resource.ResourceType!,
  status: resource.ResourceStatus!,
  status_reason: resource.ResourceStatusReason ?? null,
  last_updated_time: resource.LastUpdatedTimestamp?.toISOString() ?? null,
});

/** A text that may be JSON as what it says; other texts as they are. */
export function dataOf(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

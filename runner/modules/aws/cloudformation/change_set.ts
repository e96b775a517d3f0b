import { createHash, randomUUID } from 'node:crypto';
import {
  type Change,
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  ExecuteChangeSetCommand,
  type Parameter,
} from '@aws-sdk/client-cloudformation';
import { unlessDoneBefore } from '../../../aws/done_before.ts';
import { tagsToList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import { waitUntil } from '../../../aws/wait.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import type { Wanted } from '../../module.ts';
import { givenText } from './parameters.ts';
import type { Params, Stack } from './stack.ts';
import { cloudFormation } from './stack_read.ts';
import { isNoEcho } from './template.ts';
import { parseTemplate } from './template_text.ts';

type Request = Omit<CreateChangeSetCommandInput, 'ChangeSetName' | 'ChangeSetType'>;

/** What CloudFormation is told of the stack that is asked for. */
export function requestOf(params: Params, want: Wanted<Stack>, isUpdate: boolean): Request {
  const { template_body: body, template_url: url, role_arn } = params;
  const template = url ? { TemplateURL: url } : body ? { TemplateBody: String(body) } : { UsePreviousTemplate: true };
  const tags = Object.entries(want.tags as Stack['tags']).filter(([key]) => !key.startsWith('aws:'));
  return {
    StackName: params.stack_name,
    ...template,
    Parameters: parametersOf(params, isUpdate),
    Capabilities: params.capabilities,
    Tags: tagsToList(Object.fromEntries(tags)),
    ...(role_arn && { RoleARN: role_arn }),
    ...(params.notification_arns !== undefined && { NotificationARNs: [...(want.notification_arns as string[])] }),
  };
}

function parametersOf({ template_parameters: given }: Params, isUpdate: boolean): Parameter[] {
  return Object.entries(given).flatMap(([ParameterKey, value]): Parameter[] => {
    const text = givenText(value);
    if (text !== undefined) return [{ ParameterKey, ParameterValue: String(text) }];
    return isUpdate ? [{ ParameterKey, UsePreviousValue: true }] : [];
  });
}

/** The name of a change set that is left for somebody to review: the same for the same wish, so that a second run finds it. */
export function reviewName(params: Params): string {
  if (params.changeset_name !== undefined) return params.changeset_name;
  const { template_body: body, template_url, tags, capabilities, role_arn } = params;
  const wish = [body, template_url, tags, capabilities, openParameters(params), role_arn];
  const digest = createHash('sha1').update(JSON.stringify(wish)).digest('hex');
  return `Play-${params.stack_name.slice(0, 80)}-${digest.slice(0, 12)}`;
}

/** All who may read see the name, and from a digest one can guess: secret values have no part in it. */
function openParameters({ template_body: body, template_parameters: given, stack_name }: Params): unknown {
  const { Parameters = {} } = typeof body === 'string' ? parseTemplate(body, stack_name) : {};
  const isOpen = (name: string) => Object.hasOwn(Parameters, name) && !isNoEcho(Parameters[name]!);
  return Object.entries(given)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, isOpen(name) ? givenText(value) : null]);
}

/** A change set that was made and not executed yet; undefined when there is none of that name. */
export async function pendingChangeSet(world: World, StackName: string, ChangeSetName: string) {
  const command = new DescribeChangeSetCommand({ StackName, ChangeSetName });
  const found = await unlessMissing(['ChangeSetNotFound', 'ChangeSetNotFoundException'], () =>
    cloudFormation(world).send(command),
  );
  return found?.Status === 'CREATE_COMPLETE' && found.ExecutionStatus === 'AVAILABLE' ? found : undefined;
}

/** A change set with what it would do. */
export interface Reviewed {
  readonly id: string;
  readonly stackId: string;
  readonly changes: readonly Change[];
}

interface Making {
  readonly type: 'CREATE' | 'UPDATE';
  readonly name?: string;
  progress(message: string): void;
}

/** Makes a change set and waits until CloudFormation has worked out what it would do; undefined when that is nothing. */
export async function makeChangeSet(world: World, request: Request, making: Making): Promise<Reviewed | undefined> {
  const ChangeSetName = making.name ?? `play-${randomUUID()}`;
  const { StackName } = request;
  const command = new CreateChangeSetCommand({
    ...request,
    ChangeSetName,
    ChangeSetType: making.type,
    ClientToken: randomUUID(),
  });
  await unlessDoneBefore(['AlreadyExistsException'], () => cloudFormation(world).send(command));
  const made = await waitUntil<DescribeChangeSetCommandOutput>(world, {
    what: `change set ${ChangeSetName} of stack ${StackName}`,
    interval: 1_000,
    limit: 15 * 60_000,
    progress: making.progress,
    async look() {
      const found = await cloudFormation(world).send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
      return /_(PENDING|IN_PROGRESS)$/.test(found.Status ?? '') ? { seen: found.Status! } : { done: found };
    },
  });
  if (made.Status === 'CREATE_COMPLETE')
    return { id: made.ChangeSetId!, stackId: made.StackId!, changes: await allChanges(world, made) };
  await cloudFormation(world).send(new DeleteChangeSetCommand({ StackName, ChangeSetName }));
  if (isEmpty(made.StatusReason)) return undefined;
  throw new PlayError({
    code: 'stack-change-set',
    message: `stack ${StackName}: CloudFormation cannot make the change set: ${made.StatusReason ?? made.Status}`,
  });
}

/** The words in which CloudFormation says that nothing would change. */
const isEmpty = (reason = ''): boolean => /didn't contain changes|no updates are to be performed/i.test(reason);

async function allChanges(world: World, first: DescribeChangeSetCommandOutput): Promise<Change[]> {
  const changes = [...(first.Changes ?? [])];
  for (let { NextToken } = first; NextToken; ) {
    const command = new DescribeChangeSetCommand({ ChangeSetName: first.ChangeSetId, NextToken });
    const page = await cloudFormation(world).send(command);
    changes.push(...(page.Changes ?? []));
    NextToken = page.NextToken;
  }
  return changes;
}

/** For people, one line a resource, as CloudFormation itself has worked it out. */
export function describeReviewed({ ResourceChange: change = {} }: Change): string {
  const { Action, LogicalResourceId, ResourceType, Replacement } = change;
  const replaced = Replacement === 'True' ? ', replaced' : Replacement === 'Conditional' ? ', may be replaced' : '';
  return `change set: ${Action} ${LogicalResourceId} (${ResourceType}${replaced})`;
}

/** Executes a change set. */
export async function execute(
  world: World,
  { id }: Reviewed,
  { token, disableRollback }: { token: string; disableRollback: boolean },
): Promise<void> {
  const command = new ExecuteChangeSetCommand({
    ChangeSetName: id,
    ClientRequestToken: token,
    ...(disableRollback && { DisableRollback: true }),
  });
  await unlessDoneBefore(['InvalidChangeSetStatus', 'ChangeSetNotFound'], () => cloudFormation(world).send(command));
}

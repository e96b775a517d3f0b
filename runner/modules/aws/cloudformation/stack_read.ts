import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetStackPolicyCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { errorCode } from '../../../aws/errors.ts';
import type { World } from '../../../aws/world.ts';
import { resourcesOf } from './resource_changes.ts';
import { type Described, dataOf, fromAws, resourceFromAws, type Stack, type StackResource } from './stack.ts';
import type { Template } from './template.ts';
import { parseTemplate } from './template_text.ts';

export const cloudFormation = (world: World): CloudFormationClient => world.client(CloudFormationClient);

/** A stack by its name or ID; undefined when there is none. A deleted one is found by its ID. */
export async function describeStack(world: World, StackName: string): Promise<Described | undefined> {
  try {
    const { Stacks: [stack] = [] } = await cloudFormation(world).send(new DescribeStacksCommand({ StackName }));
    return stack && fromAws(stack);
  } catch (error) {
    // CloudFormation has no code of its own for it.
    if (errorCode(error) === 'ValidationError' && /does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** All about a stack that a task compares. */
export async function readStack(
  world: World,
  name: string,
  { withPolicy }: { withPolicy: boolean },
): Promise<Stack | undefined> {
  const found = await describeStack(world, name);
  if (!found) return undefined;
  const shell = found.status === 'REVIEW_IN_PROGRESS';
  const [template, resources, stack_policy] = await Promise.all([
    shell ? { Resources: {} } : templateOf(world, found.stack_id),
    shell ? [] : resourcesIn(world, found.stack_id),
    withPolicy ? policyOf(world, name) : undefined,
  ]);
  const contents = Object.fromEntries(resourcesOf({ template, parameters: found.parameters }));
  const nothingYet = { events: [], output: upToDate, imports_from: [], change_set_id: null };
  return { ...found, template, contents, resources, stack_policy, ...nothingYet };
}

/** What is said of a stack that needs no change. */
export const upToDate = 'Stack is already up-to-date.';

async function templateOf(world: World, StackName: string): Promise<Template> {
  const { TemplateBody } = await cloudFormation(world).send(
    new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
  );
  return parseTemplate(TemplateBody ?? '', `template of ${StackName}`);
}

/** All resources of a stack. */
export async function resourcesIn(world: World, StackName: string): Promise<StackResource[]> {
  const found: StackResource[] = [];
  for await (const page of paginateListStackResources({ client: cloudFormation(world) }, { StackName }))
    found.push(...(page.StackResourceSummaries ?? []).map(resourceFromAws));
  return found;
}

/** The stack's policy as data; null when it has none. */
export async function policyOf(world: World, StackName: string): Promise<unknown> {
  const { StackPolicyBody } = await cloudFormation(world).send(new GetStackPolicyCommand({ StackName }));
  return StackPolicyBody === undefined ? null : dataOf(StackPolicyBody);
}

import {
  type CloudFormationClient,
  GetStackPolicyCommand,
  GetTemplateCommand,
  paginateDescribeStackEvents,
  paginateDescribeStacks,
  paginateListChangeSets,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { cloudformationInfoSchema } from '../../../schemas/cloudformation_info.ts';
import { errorCode } from '../../aws/errors.ts';
import { tagsFromList } from '../../aws/tags.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { info } from '../module.ts';
import { dataOf } from './cloudformation/stack.ts';
import { cloudFormation } from './cloudformation/stack_read.ts';
import { underscored } from './underscored.ts';

type Params = Infer<typeof cloudformationInfoSchema>;

/** Stacks by their names, as the page of `amazon.aws.cloudformation_info` documents them. */
export const cloudformationInfo = info({
  name: 'cloudformation_info',
  schema: cloudformationInfoSchema,
  async read(world, params) {
    if (containsUnknown(params)) return { cloudformation: unknown };
    const client = cloudFormation(world);
    const stacks = await describeStacks(client, params.stack_name);
    const facts = await Promise.all(
      stacks.map(async (stack) => [stack.StackName!, { ...basics(stack), ...(await more(client, stack, params)) }]),
    );
    return { cloudformation: Object.fromEntries(facts) };
  },
});

async function describeStacks(client: CloudFormationClient, StackName: string | undefined): Promise<Stack[]> {
  const found: Stack[] = [];
  try {
    for await (const page of paginateDescribeStacks({ client }, StackName === undefined ? {} : { StackName }))
      found.push(...(page.Stacks ?? []));
  } catch (error) {
    if (errorCode(error) !== 'ValidationError' || !/does not exist/.test((error as Error).message)) throw error;
  }
  return found;
}

function basics(stack: Stack) {
  const pairs = <T>(list: readonly T[] | undefined, pair: (each: T) => [string, string | undefined]) =>
    Object.fromEntries((list ?? []).map(pair));
  return {
    stack_id: stack.StackId,
    stack_name: stack.StackName,
    stack_status: stack.StackStatus,
    stack_description: underscored(stack),
    stack_outputs: pairs(stack.Outputs, (each) => [each.OutputKey!, each.OutputValue]),
    stack_parameters: pairs(stack.Parameters, (each) => [each.ParameterKey!, each.ParameterValue]),
    stack_tags: tagsFromList(stack.Tags),
  };
}

/** What is told only when it is asked for. */
async function more(client: CloudFormationClient, { StackName, StackId }: Stack, params: Params) {
  const asked = (name: 'stack_events' | 'stack_template' | 'stack_resources' | 'stack_policy' | 'stack_change_sets') =>
    params.all_facts || params[name];
  const input = { StackName: StackId ?? StackName };
  const [events, template, resources, policy, changeSets] = await Promise.all([
    asked('stack_events') && all(paginateDescribeStackEvents({ client }, input), (page) => page.StackEvents),
    asked('stack_template') && client.send(new GetTemplateCommand({ ...input, TemplateStage: 'Original' })),
    asked('stack_resources') &&
      all(paginateListStackResources({ client }, input), (page) => page.StackResourceSummaries),
    asked('stack_policy') && client.send(new GetStackPolicyCommand({ StackName })),
    asked('stack_change_sets') && all(paginateListChangeSets({ client }, input), (page) => page.Summaries),
  ]);
  return {
    ...(events && { stack_events: events.map(underscored) }),
    ...(template && { stack_template: dataOf(template.TemplateBody) }),
    ...(resources && {
      stack_resource_list: resources.map(underscored),
      stack_resources: Object.fromEntries(resources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId])),
    }),
    ...(policy && { stack_policy: dataOf(policy.StackPolicyBody) ?? {} }),
    ...(changeSets && { stack_change_sets: changeSets.map(underscored) }),
  };
}

async function all<Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => Item[] | undefined): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}

import {
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { allExports, liveStacks } from './exports.ts';
import { importersOf } from './imports.ts';
import { findStack, pageOf, requireNamedStack, requireStack } from './lookup.ts';
import { invalid } from './refuse.ts';
import { describeResource, describeStack, summariseResource, summariseStack } from './stack_view.ts';
import { cloudFormationState, type StackRecord } from './state.ts';

/** What stacks are and were. Behaviour: API reference, `DescribeStacks` and neighbours. */
export const stackReadOperations = [
  on(DescribeStacksCommand, (input, context) => {
    const found = input.StackName ? [requireStack(context, input.StackName)] : liveStacks(context).reverse();
    const { items, next } = pageOf(found, input.NextToken, 100);
    return { Stacks: items.map(describeStack), NextToken: next };
  }),
  on(ListStacksCommand, (input, context) => {
    const wanted: readonly string[] = input.StackStatusFilter ?? [];
    const found = [...context.state(cloudFormationState).stacks.values()]
      .reverse()
      .filter(({ status }) => wanted.length === 0 || wanted.includes(status));
    const { items, next } = pageOf(found, input.NextToken, 100);
    return { StackSummaries: items.map(summariseStack), NextToken: next };
  }),
  on(DescribeStackEventsCommand, (input, context) => {
    const stack = requireEventsOf(input.StackName, context);
    const { items, next } = pageOf([...stack.events].reverse(), input.NextToken, 100);
    return { StackEvents: items, NextToken: next };
  }),
  on(DescribeStackResourcesCommand, (input, context) => {
    const { StackName, LogicalResourceId, PhysicalResourceId } = input;
    if (StackName !== undefined && PhysicalResourceId !== undefined) {
      throw invalid('Both StackName and PhysicalResourceId cannot be specified');
    }
    const stack =
      PhysicalResourceId === undefined
        ? requireNamedStack(context, StackName)
        : liveStacks(context).find(({ resources }) =>
            [...resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
          );
    if (!stack) throw invalid(`Stack for ${PhysicalResourceId} does not exist`);
    const found = [...stack.resources.values()].filter(
      ({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId,
    );
    return {
      StackResources: found.map((resource) => {
        const { LastUpdatedTimestamp, ...rest } = describeResource(stack, resource);
        return { ...rest, Timestamp: LastUpdatedTimestamp };
      }),
    };
  }),
  on(DescribeStackResourceCommand, (input, context) => {
    const stack = requireNamedStack(context, input.StackName);
    const resource = stack.resources.get(input.LogicalResourceId ?? '');
    if (!resource) throw invalid(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.stackName}`);
    return { StackResourceDetail: describeResource(stack, resource) };
  }),
  on(ListStackResourcesCommand, (input, context) => {
    const stack = requireStack(context, input.StackName);
    const { items, next } = pageOf([...stack.resources.values()], input.NextToken, 100);
    return { StackResourceSummaries: items.map(summariseResource), NextToken: next };
  }),
  on(ListExportsCommand, (input, context) => {
    const { items, next } = pageOf(allExports(context), input.NextToken, 100);
    return {
      Exports: items.map(({ stack, exportName, value }) => ({
        ExportingStackId: stack.stackId,
        Name: exportName,
        Value: value,
      })),
      NextToken: next,
    };
  }),
  on(ListImportsCommand, (input, context) => {
    const name = input.ExportName ?? '';
    if (!allExports(context).some(({ exportName }) => exportName === name)) {
      throw invalid(`Export with name '${name}' does not exist.`);
    }
    const importers = importersOf(context, name);
    if (importers.length === 0) throw invalid(`Export '${name}' is not imported by any stack.`);
    const { items, next } = pageOf(importers, input.NextToken, 100);
    return { Imports: items, NextToken: next };
  }),
];

function requireEventsOf(name: string | undefined, context: Context): StackRecord {
  const stack = findStack(context, name ?? '');
  if (stack) return stack;
  throw invalid(`Stack [${name}] does not exist`);
}

import type { Context } from '../../context.ts';
import { zonesOf } from '../ec2/zones.ts';
import { allExports } from './exports.ts';
import { invalid } from './refuse.ts';
import { resourceTypes } from './resources/resource_types.ts';
import type { Plan, StackRecord } from './state.ts';
import { conditionsOf } from './template/conditions.ts';
import { NOTHING, type Scope } from './template/functions.ts';
import { parameterValue } from './template/parameters.ts';
import type { Template } from './template/template.ts';
import { type Fields, isFields, LATER, type Value } from './template/value.ts';

/** A resource as others see it. */
export type Seen = { readonly id: string; readonly type: string; readonly properties: Fields } | 'later';

/** What a template is read with. */
export interface Reading {
  readonly context: Context;
  readonly stack: Pick<StackRecord, 'stackId' | 'stackName'>;
  readonly plan: Pick<Plan, 'parameters' | 'notificationArns'>;
  readonly template: Template;
  /** The resource of that logical id, when it is there or will be. */
  readonly resource: (logicalId: string) => Seen | undefined;
}

/** What the functions of a stack's template look things up in. */
export function scopeOf(reading: Reading): Scope {
  const { context, template } = reading;
  const scope: Omit<Scope, 'condition'> = {
    ref: (name) => (name.startsWith('AWS::') ? pseudo(reading, name) : refOf(reading, name)),
    attribute: (name, attribute) => attributeOf(reading, name, attribute),
    mapping(map, top, second) {
      const tops = template.mappings[map];
      const seconds = isFields(tops) ? tops[top] : undefined;
      return isFields(seconds) ? seconds[second] : undefined;
    },
    imported(name) {
      const found = allExports(context).find((each) => each.exportName === name);
      if (!found) throw invalid(`No export named ${name} found.`);
      return found.value;
    },
    zones: (region) => (region === '' || region === context.region ? zonesOf(context).map(({ name }) => name) : []),
  };
  const nowhere = (name: string): never => {
    throw invalid(
      `Template format error: Unresolved condition dependency ${name} in the Resources block of the template`,
    );
  };
  return { ...scope, condition: conditionsOf(template.conditions, { ...scope, condition: nowhere }) };
}

function pseudo({ context, stack, plan }: Reading, name: string): Value | typeof NOTHING {
  switch (name) {
    case 'AWS::AccountId':
      return context.account;
    case 'AWS::Region':
      return context.region;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackId':
      return stack.stackId;
    case 'AWS::StackName':
      return stack.stackName;
    case 'AWS::NotificationARNs':
      return plan.notificationArns;
    case 'AWS::NoValue':
      return NOTHING;
    default:
      throw invalid(`Template format error: Unrecognized pseudo parameter ${name}`);
  }
}

function refOf({ context, plan, template, resource }: Reading, name: string): Value {
  const declared = template.parameters[name];
  if (isFields(declared)) return parameterValue(declared, plan.parameters[name] ?? '');
  const seen = resource(name);
  if (seen === undefined) throw missing(name);
  if (seen === 'later') return LATER;
  return resourceTypes.get(seen.type)?.ref?.(seen.id, seen.properties, context) ?? seen.id;
}

function attributeOf({ context, template, resource }: Reading, name: string, attribute: string): Value {
  const type = resourceTypes.get(template.resources.get(name)?.type ?? '');
  const read = type?.attributes[attribute];
  if (!read) {
    throw invalid(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
  }
  const seen = resource(name);
  if (seen === undefined) throw missing(name);
  return seen === 'later' ? LATER : read(seen.id, context, seen.properties);
}

function missing(name: string): Error {
  return invalid(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );
}

/** The resources of a stack as they are. */
export function seenIn(stack: Pick<StackRecord, 'resources'>): Reading['resource'] {
  return (logicalId) => {
    const record = stack.resources.get(logicalId);
    return record && { id: record.physicalId, type: record.type, properties: record.properties };
  };
}

/** Whether a resource is wanted, by its condition. */
export function isWanted(template: Template, logicalId: string, scope: Scope): boolean {
  const condition = template.resources.get(logicalId)?.condition;
  return condition === undefined || scope.condition(condition);
}

import type { Context } from '../../context.ts';
import { liveStacks } from './exports.ts';
import { knownTemplate } from './known_template.ts';
import { isWanted, scopeOf, seenIn } from './scope.ts';
import type { StackRecord } from './state.ts';
import { evaluate, type Scope } from './template/functions.ts';
import { isFields, isList, type Value } from './template/value.ts';

/** The names of the exports that a stack imports. */
export function importsOf(stack: StackRecord, context: Context): string[] {
  const template = knownTemplate(stack.plan.templateBody);
  const scope = scopeOf({ context, stack, plan: stack.plan, template, resource: seenIn(stack) });
  const resources = [...template.resources.values()].filter(({ logicalId }) => isWanted(template, logicalId, scope));
  const values = [...resources.map(({ properties }) => properties), ...Object.values(template.outputs)];
  return [...new Set(values.flatMap((value) => namesIn(value, scope)))];
}

/** A name that cannot be told, for want of a resource, is no import yet. */
function namesIn(value: Value, scope: Scope): string[] {
  if (isList(value)) return value.flatMap((each) => namesIn(each, scope));
  if (!isFields(value)) return [];
  const argument = value['Fn::ImportValue'];
  if (argument === undefined) return Object.values(value).flatMap((each) => namesIn(each, scope));
  try {
    return [String(evaluate(argument, scope))];
  } catch {
    return [];
  }
}

/** The names of the stacks that import an export. */
export function importersOf(context: Context, exportName: string): string[] {
  return liveStacks(context)
    .filter((stack) => importsOf(stack, context).includes(exportName))
    .map(({ stackName }) => stackName);
}

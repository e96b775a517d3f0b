import type { Context } from '../../context.ts';
import { allExports, inARow } from './exports.ts';
import { importersOf } from './imports.ts';
import { invalid } from './refuse.ts';
import type { OutputRecord, StackRecord } from './state.ts';
import { evaluate, type Scope } from './template/functions.ts';
import type { Template } from './template/template.ts';
import { isFields, isList, type Value } from './template/value.ts';

/** The outputs of a template, in the order of their names. */
export function outputsOf(template: Template, scope: Scope): OutputRecord[] {
  return Object.entries(template.outputs).flatMap(([key, declared]): OutputRecord[] => {
    if (!isFields(declared)) return [];
    const { Condition: condition, Description: description, Export: exported, Value: value } = declared;
    if (typeof condition === 'string' && !scope.condition(condition)) return [];
    const name = isFields(exported) ? exported['Name'] : undefined;
    return [
      {
        key,
        value: textOf(evaluate(value ?? '', scope), key),
        ...(description !== undefined && { description: String(description) }),
        ...(name !== undefined && { exportName: textOf(evaluate(name, scope), key) }),
      },
    ];
  });
}

function textOf(value: Value, key: string): string {
  if (isFields(value) || isList(value) || value === null) {
    throw invalid(`Template format error: The Value field of every Outputs member must evaluate to a String. (${key})`);
  }
  return String(value);
}

/** Refuses outputs whose exports clash with those of other stacks, or that take away what others import. */
export function checkExports(stack: StackRecord, outputs: readonly OutputRecord[], context: Context): void {
  for (const { exportName } of outputs) {
    const other = allExports(context).find((each) => each.exportName === exportName && each.stack !== stack);
    if (other)
      throw invalid(
        `Export with name ${exportName} is already exported by stack ${other.stack.stackName}. Rollback requested by user.`,
      );
  }
  for (const { exportName, value } of stack.outputs) {
    if (exportName === undefined) continue;
    const next = outputs.find((each) => each.exportName === exportName);
    if (next?.value === value) continue;
    const users = importersOf(context, exportName).filter((name) => name !== stack.stackName);
    if (users.length === 0) continue;
    const what = next ? 'updated' : 'deleted';
    throw invalid(`Export ${exportName} cannot be ${what} as it is in use by ${inARow(users)}`);
  }
}

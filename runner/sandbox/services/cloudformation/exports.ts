import type { Context } from '../../context.ts';
import { cloudFormationState, type StackRecord } from './state.ts';

/** An export of a stack. */
export interface ExportRecord {
  readonly stack: StackRecord;
  readonly exportName: string;
  readonly value: string;
}

/** The stacks that are there, the newest last. */
export function liveStacks(context: Context): StackRecord[] {
  return [...context.state(cloudFormationState).stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE');
}

/** All exports of the region. */
export function allExports(context: Context): ExportRecord[] {
  return liveStacks(context).flatMap((stack) =>
    stack.outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [{ stack, exportName, value }])),
  );
}

/** Names in a row, as CloudFormation writes them: `a, b and c`. */
export function inARow(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

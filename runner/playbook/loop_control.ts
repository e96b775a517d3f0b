import { didYouMean } from '../schema/distance.ts';
import { Template } from '../template/template.ts';
import type { Frame } from './context.ts';
import { loopControls } from './keywords.ts';
import type { Node, Pair } from './node.ts';
import { report } from './read_keywords.ts';
import { isVariableName, variableNameHint } from './variables.ts';

/** Reports what `loop_control` does not know, loop variables that cannot be names, and `parallel` where items need their order. */
export function checkLoopControl(node: Node | undefined, module: string | undefined, frame: Frame): void {
  for (const pair of node?.pairs ?? []) {
    const name = String(pair.key);
    const { place, node: value } = pair;
    if (!loopControls.includes(name)) {
      report(frame, 'keyword-unknown', `"${name}" is not known to loop_control`, place, didYouMean(name, loopControls));
    } else if (name.endsWith('_var') && typeof value.value === 'string' && !isVariableName(value.value)) {
      const message = `"${value.value}" cannot be a variable's name`;
      report(frame, 'variable-name', message, value.place, variableNameHint(value.value));
    } else if (name === 'parallel') checkParallel(pair, node!.pairs!, module, frame);
  }
}

/** What sets variables, asks, or includes; each item may rely on what the ones before it did. */
const inOrder = new Set(
  'set_fact include_vars set_stats add_host group_by pause meta setup gather_facts include include_tasks include_role'.split(
    ' ',
  ),
);

function checkParallel({ node, place }: Pair, pairs: readonly Pair[], module: string | undefined, frame: Frame): void {
  const { value } = node;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (!(value instanceof Template) && !(Number.isInteger(number) && (number as number) >= 1)) {
    const message = `parallel must be a whole number of at least 1, not ${JSON.stringify(value)}`;
    report(frame, 'loop-parallel', message, node.place, 'it says how many items may run at the same time');
  }
  const other = pairs.find(({ key }) => key === 'pause' || key === 'break_when');
  if (other) {
    const message = `${String(other.key)} needs the items one after the other, and parallel side by side`;
    report(frame, 'loop-parallel', message, place, 'keep one of the two');
  }
  if (module !== undefined && inOrder.has(module)) {
    const message = `the items of ${module} cannot run side by side: each may rely on the ones before it`;
    report(frame, 'loop-parallel', message, place, 'leave parallel out');
  }
}

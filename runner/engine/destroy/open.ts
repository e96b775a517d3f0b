import type { Resource } from '../../modules/module.ts';
import { writtenArguments } from '../../schema/arguments.ts';
import { ownNames } from '../../schema/coerce.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { dictEntries } from '../../template/values.ts';
import type { Call } from '../call.ts';
import { definedBy, neededBy, needsOfValue } from '../partial/needs.ts';
import type { Node } from '../partial/outline.ts';
import { reachFrom } from '../partial/reads.ts';
import type { Reading } from './reading.ts';

/** Notes that the variables which a task sets stay open: it is not run here, or is made of what is open itself. */
export function leaveOpen(call: Call, { open }: Reading): void {
  const node = nodeOf(call);
  const isPure = call.module.kind === 'action' && call.module.pure;
  if (isPure && !reachFrom(neededBy(node), node).some(({ name }) => open.has(name))) return;
  for (const name of definedBy(node)) open.add(name);
}

/** The open variable that a resource is identified by, if any. */
export function openIn(call: Call, module: Resource<ModuleSchema, object>, { open }: Reading): string | undefined {
  const node = nodeOf(call);
  const names = ownNames(call.schema.properties);
  const { params } = writtenArguments(call.running.task.args, call.schema);
  const identifying = dictEntries(params.value).filter(([key]) =>
    module.identity.includes((names.get(String(key)) ?? '') as never),
  );
  const needs = identifying.flatMap(([, value]) => needsOfValue(value, node));
  return reachFrom(needs, node).find(({ name }) => open.has(name))?.name;
}

/** The task of a call, as the analysis of variables looks at it. */
function nodeOf({ running: { task, frame }, scope, schema }: Call): Node {
  return { task, frame, scope, order: 0, selected: true, never: false, includes: [], schema };
}

import type { Diagnostic } from '../diagnostics.ts';
import { shortName } from '../playbook/tasks.ts';
import type { At, RoleUse } from '../playbook/types.ts';
import { specSchema } from '../schema/argument_spec.ts';
import { didYouMean } from '../schema/distance.ts';
import { toBoolean } from '../schema/scalars.ts';
import { validateParams } from '../schema/validate.ts';
import { Unknown } from '../template/values.ts';
import type { Definitions } from './definitions.ts';
import { namesAt } from './scope.ts';
import type { Walk } from './sites.ts';

type Used = Walk['roles'][number];

/** What a role's argument specs refuse: variables nothing defines, and values of the wrong type or choice that stand in the files. */
export function roleArgumentProblems(used: Used, definitions: Definitions): Diagnostic[] {
  const { use, forgiven } = used;
  const spec = specOf(use);
  if (spec === undefined || forgiven || isUnchecked(used)) return [];
  const schema = specSchema(spec);
  const names = namesAt({ play: used.play, parents: [...used.parents, { kind: 'role', node: use }] }, definitions);
  const written = new Map<string, At | 'opaque'>();
  for (const name of Object.keys(schema.properties)) {
    const definition = names.find(name);
    if (definition !== undefined) written.set(name, definition);
    else if (definitions.open) written.set(name, 'opaque');
  }
  const values = Object.fromEntries(
    [...written].map(([name, at]) => [name, at === 'opaque' ? new Unknown() : at.value]),
  );
  return validateParams(schema, values).problems.map(({ code, message, hint, path, of }) => {
    const at = written.get(String(path[0]));
    const place = at === undefined || at === 'opaque' ? use.place : at.within(path.slice(1), of);
    const missing = code === 'param-missing' && path.length === 0;
    const name = /^"([^"]+)"/.exec(message)?.[1] ?? '';
    const suggestion = missing ? (didYouMean(name, names.known()) ?? `set ${name} for the role`) : hint;
    return {
      code: code
        .replace('param', 'argument')
        .replace('argument-value', 'argument-type')
        .replace('argument-unknown', 'argument-type'),
      message: missing
        ? `the role "${use.role.name}" needs "${name}", which nothing defines`
        : `${message} (role "${use.role.name}")`,
      place,
      ...(suggestion === undefined
        ? {}
        : { hint: suggestion.startsWith('known') ? `set ${name} for the role` : suggestion }),
    };
  });
}

function specOf({ role }: RoleUse): unknown {
  const specs = role.argument_specs as Readonly<Record<string, unknown>> | undefined;
  return specs?.[role.entry_point];
}

/** `rolespec_validate: false` on the include switches it off. */
function isUnchecked({ parents }: Used): boolean {
  const around = parents.at(-1);
  if (around?.kind !== 'include' || shortName(around.node.module.value) !== 'include_role') return false;
  const { rolespec_validate: wanted } = (around.node.args.value ?? {}) as { rolespec_validate?: unknown };
  return wanted !== undefined && toBoolean(wanted) === false;
}

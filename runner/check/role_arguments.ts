import type { Diagnostic } from '../diagnostics.ts';
import { shortName } from '../playbook/tasks.ts';
import type { At, RoleUse } from '../playbook/types.ts';
import { argumentProblems, optionsOf, unknownArguments } from '../schema/argument_spec.ts';
import { nearest } from '../schema/distance.ts';
import type { Problem } from '../schema/problem.ts';
import { toBoolean } from '../schema/scalars.ts';
import { Unknown } from '../template/values.ts';
import { settled } from './certainty.ts';
import type { Definitions } from './definitions.ts';
import { conditionsHold } from './renderings.ts';
import { type Names, namesAt } from './scope.ts';
import type { Walk } from './sites.ts';

type Used = Walk['roles'][number];

/** What a role's argument specs refuse: variables nothing defines, and values of the wrong type or choice that stand in the files. */
export function roleArgumentProblems(used: Used, definitions: Definitions): Diagnostic[] {
  const { use, forgiven } = used;
  const spec = specOf(use);
  if (spec === undefined || forgiven || isUnchecked(used)) return [];
  const options = optionsOf(spec);
  const names = namesAt({ play: used.play, parents: [...used.parents, { kind: 'role', node: use }] }, definitions);
  const nodes = [...used.parents.map(({ node }) => node), use];
  const certain = !definitions.open && conditionsHold(nodes, names);
  const given = new Map([...options.keys()].map((name) => [name, names.find(name)] as const));
  const values = [...given].flatMap(([name, at]) => {
    if (at === undefined) return certain ? [] : [[name, new Unknown()]];
    if (at === 'opaque') return [[name, new Unknown()]];
    return [[name, certain ? settled(at.value, names) : at.value]];
  });
  const problems = [...argumentProblems(spec, Object.fromEntries(values)), ...unknownArguments(use, options)];
  return problems.map((problem) =>
    problem.code === 'param-missing' && problem.path.length === 0
      ? missingArgument(problem, use, names)
      : wrongArgument(problem, use, given.get(String(problem.path[0])) ?? use.params[String(problem.path[0])]),
  );
}

function missingArgument({ message }: Problem, use: RoleUse, names: Names): Diagnostic {
  const name = /^"([^"]+)"/.exec(message)?.[1] ?? '';
  const near = nearest(name, names.known());
  return {
    code: 'argument-missing',
    message: `the role "${use.role.name}" needs "${name}", which nothing defines`,
    place: use.place,
    hint: near === undefined ? `set ${name} for the role` : `"${near}" is defined; was ${name} meant?`,
  };
}

const codes: Readonly<Record<string, string>> = {
  'param-choice': 'argument-choice',
  'param-missing': 'argument-missing',
  'param-unknown': 'argument-unknown',
};

function wrongArgument(
  { code, message, hint, path, of }: Problem,
  use: RoleUse,
  at: At | 'opaque' | undefined,
): Diagnostic {
  return {
    code: codes[code] ?? 'argument-type',
    message: `${message} (role "${use.role.name}")`,
    place: at === undefined || at === 'opaque' ? use.place : at.within(path.slice(1), of),
    ...(hint === undefined ? {} : { hint }),
  };
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

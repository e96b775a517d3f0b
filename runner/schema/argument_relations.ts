import { type Dict, dictEntries, dictGet, dictKeys, equals, isDict } from '../template/values.ts';
import { isOpen } from './coerce.ts';
import { type Problem, pathText } from './problem.ts';
import { scalarText } from './scalars.ts';

type Path = readonly (string | number)[];

/**
 * What `mutually_exclusive`, `required_together`, `required_one_of`, `required_if` and `required_by` beside the `options` of an
 * argument find in its value (Ansible's page "Ansible module architecture", "Dependencies between module options").
 */
export function argumentRelations(option: Dict, values: Dict, path: Path): Problem[] {
  const isGiven = (name: unknown) => (dictGet(values, name) ?? null) !== null;
  const where = path.length > 0 ? ` in ${pathText(path)}` : '';
  const problem = (code: string, message: string): Problem => ({ code, message: `${message}${where}`, path });
  const needs = (names: readonly unknown[], why: string) =>
    names
      .filter((name) => !isGiven(name))
      .map((name) => problem('param-missing', `"${String(name)}" is missing; it is needed when ${why}`));
  return [
    ...listsIn(option, 'mutually_exclusive').flatMap((names) => {
      const given = names.filter((name) => isGiven(name) && !isOpen(dictGet(values, name)));
      return given.length > 1 ? [problem('params-exclusive', `${quoted(given, ' and ')} exclude each other`)] : [];
    }),
    ...listsIn(option, 'required_together').flatMap((names) => {
      const given = names.filter(isGiven);
      return given.length > 0 ? needs(names, `${quoted(given, ', ')} is given`) : [];
    }),
    ...listsIn(option, 'required_one_of').flatMap((names) =>
      names.some(isGiven) ? [] : [problem('param-missing', `one of ${quoted(names, ', ')} is needed`)],
    ),
    ...rulesIn(option).flatMap(([name, wanted, names, any]) => {
      const value = dictGet(values, name);
      if (isOpen(value) || !same(value, wanted)) return [];
      const why = `${String(name)} is ${scalarText(wanted) ?? JSON.stringify(wanted)}`;
      if (!any) return needs(names, why);
      return names.some(isGiven)
        ? []
        : [problem('param-missing', `one of ${quoted(names, ', ')} is needed when ${why}`)];
    }),
    ...requiredBy(option).flatMap(([name, names]) => (isGiven(name) ? needs(names, `${String(name)} is given`) : [])),
  ];
}

const quoted = (names: readonly unknown[], between: string) => names.map((name) => `"${String(name)}"`).join(between);

/** Values as the option's type may have turned them: `"yes"` and true, `"1"` and 1. */
const same = (value: unknown, wanted: unknown) =>
  value !== undefined &&
  (equals(value, wanted) || scalarText(value)?.toLowerCase() === scalarText(wanted)?.toLowerCase());

/** One list of names, or a list of such lists. */
function listsIn(option: Dict, keyword: string): readonly (readonly unknown[])[] {
  const written = dictGet(option, keyword);
  if (!Array.isArray(written)) return [];
  return written.every(Array.isArray) ? written : [written];
}

type Rule = readonly [name: unknown, wanted: unknown, names: readonly unknown[], any: boolean];

function rulesIn(option: Dict): readonly Rule[] {
  return listsIn(option, 'required_if').map(([name, wanted, names, any]) => [
    name,
    wanted,
    Array.isArray(names) ? names : [names],
    any === true,
  ]);
}

function requiredBy(option: Dict): readonly (readonly [unknown, readonly unknown[]])[] {
  const written = dictGet(option, 'required_by');
  if (!isDict(written) || dictKeys(written).length === 0) return [];
  return dictEntries(written).map(([name, names]) => [name, [names].flat()]);
}

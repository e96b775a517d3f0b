import type { RoleUse } from '../playbook/types.ts';
import { type Dict, dictEntries, dictGet, equals, isDict } from '../template/values.ts';
import { argumentRelations } from './argument_relations.ts';
import { type ArgumentType, argumentTypes } from './argument_types.ts';
import { isOpen } from './coerce.ts';
import { didYouMean } from './distance.ts';
import { type Problem, pathText, unknownName } from './problem.ts';
import { scalarText, toBoolean } from './scalars.ts';

type Path = readonly (string | number)[];

/** The options of an argument spec by name. */
export function optionsOf(spec: unknown): ReadonlyMap<string, Dict> {
  const options = isDict(spec) ? dictGet(spec, 'options') : undefined;
  const entries = isDict(options) ? dictEntries(options) : [];
  return new Map(entries.map(([name, option]) => [String(name), isDict(option) ? option : {}]));
}

/** Every name an option of the spec can be given by, with its own. */
export function optionNames(options: ReadonlyMap<string, Dict>): ReadonlyMap<string, string> {
  const names = [...options].flatMap(([name, option]) => {
    const aliases = dictGet(option, 'aliases');
    return [name, ...(Array.isArray(aliases) ? aliases.map(String) : [])].map((each) => [each, name] as const);
  });
  return new Map(names);
}

/** Parameters on an entry of `roles:` that the spec does not list. */
export function unknownArguments(use: Given, options: ReadonlyMap<string, Dict>): Problem[] {
  if (use.origin !== 'roles') return [];
  const names = optionNames(options);
  return Object.keys(use.params)
    .filter((name) => !names.has(name))
    .map((name) => unknownName([name], `the role "${use.role.name}"`, [...names.keys()]));
}

type Given = Pick<RoleUse, 'origin' | 'params' | 'role'>;

/**
 * Everything that is wrong with the arguments of a role (Ansible's page "Roles", "Role argument validation"). Values that nobody
 * knows yet fit everywhere. Arguments that the spec does not list are not looked at.
 */
export function argumentProblems(spec: unknown, values: Dict): Problem[] {
  return inOptions(optionsOf(spec), values, []);
}

function inOptions(options: ReadonlyMap<string, Dict>, values: Dict, path: Path): Problem[] {
  const names = optionNames(options);
  const given = new Map(dictEntries(values).map(([name, value]) => [String(name), value]));
  return [...options].flatMap(([name, option]) => {
    const written = [...names].find(([each, own]) => own === name && given.has(each))?.[0];
    if (written !== undefined) return inValue(option, given.get(written), [...path, written]);
    const isNeeded = toBoolean(dictGet(option, 'required') ?? false) && (dictGet(option, 'default') ?? null) === null;
    return isNeeded ? [missing(name, path)] : [];
  });
}

function inValue(option: Dict, value: unknown, path: Path): Problem[] {
  if (isOpen(value)) return [];
  if (value === null) return inChoices(option, value, path);
  const type = typeOf(dictGet(option, 'type') ?? 'str');
  const converted = type.convert(value);
  if (converted === undefined) return [wrongType(type, value, path)];
  const elements = dictGet(option, 'elements');
  const items = Array.isArray(converted) && elements !== undefined ? converted : [];
  const inside = items.flatMap((item, index) => inElement(typeOf(elements), item, [...path, index]));
  return [...inside, ...inChoices(option, converted, path), ...inDicts(option, converted, path)];
}

const typeOf = (name: unknown): ArgumentType => argumentTypes[String(name)] ?? argumentTypes['raw']!;

function inElement(type: ArgumentType, item: unknown, path: Path): Problem[] {
  return isOpen(item) || type.convert(item) !== undefined ? [] : [wrongType(type, item, path)];
}

/** The options of a mapping, or of each mapping in a list. */
function inDicts(option: Dict, value: unknown, path: Path): Problem[] {
  if (dictGet(option, 'options') === undefined) return [];
  const options = optionsOf(option);
  const names = optionNames(options);
  const parts = Array.isArray(value)
    ? value.map((item, index) => [item, [...path, index]] as const)
    : [[value, path] as const];
  return parts.flatMap(([part, at]) => {
    const dict = isOpen(part) ? undefined : argumentTypes['dict']!.convert(part);
    if (!isDict(dict)) return [];
    const unknown = dictEntries(dict).flatMap(([key]) =>
      names.has(String(key)) ? [] : [unknownName([...at, String(key)], undefined, [...names.keys()])],
    );
    return [...unknown, ...inOptions(options, dict, at), ...argumentRelations(option, dict, at)];
  });
}

function inChoices(option: Dict, value: unknown, path: Path): Problem[] {
  const choices = dictGet(option, 'choices');
  if (!Array.isArray(choices)) return [];
  const wrong = (Array.isArray(value) ? value : [value]).filter((each) => !isOpen(each) && !isChosen(each, choices));
  if (wrong.length === 0) return [];
  const many = Array.isArray(value) ? 'hold only' : 'be one of';
  const message = `"${pathText(path)}" must ${many} ${choices.map(shown).join(', ')}, not ${wrong.map(shown).join(', ')}`;
  const meant = scalarText(wrong[0]);
  const hint = meant === undefined ? '' : didYouMean(meant, choices.map(String));
  return [{ code: 'param-choice', message, path, ...(hint?.startsWith('did') ? { hint } : {}) }];
}

/** `yes` unquoted is true in YAML: among choices it still means the choice "yes". */
function isChosen(value: unknown, choices: readonly unknown[]): boolean {
  if (choices.some((choice) => equals(choice, value) || scalarText(choice) === scalarText(value))) return true;
  const wanted = value === true || value === 'True' ? true : value === false || value === 'False' ? false : undefined;
  const alike = choices.filter((choice) => typeof choice === 'string' && toBoolean(choice) === wanted);
  return wanted !== undefined && alike.length === 1;
}

function wrongType({ kind }: ArgumentType, value: unknown, path: Path): Problem {
  return { code: 'param-type', message: `"${pathText(path)}" must be ${kind}, not ${shown(value)}`, path };
}

function missing(name: string, path: Path): Problem {
  const around = path.length > 0 ? ` in ${pathText(path)}` : '';
  return { code: 'param-missing', message: `"${name}" is missing${around}`, hint: `add ${name}`, path };
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const text = scalarText(value) ?? 'a mapping';
  return text === 'a mapping' ? text : `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

import { isDeepStrictEqual } from 'node:util';
import { isOpen } from './coerce.ts';
import type { Problem } from './problem.ts';
import { scalarText } from './scalars.ts';
import type { ModuleSchema } from './schema.ts';

const none: readonly never[] = [];

type Params = Readonly<Record<string, unknown>>;

/** What `mutually_exclusive`, `required_one_of` and `required_if` of a schema find. A template counts as given, since it may be. */
export function relationProblems(schema: ModuleSchema, params: Params): Problem[] {
  const { mutually_exclusive = none, required_one_of = none, required_if = none } = schema;
  return [
    ...mutually_exclusive.flatMap((names) => exclusive(schema, names, params)),
    ...required_one_of.flatMap((names) => oneOf(names, params)),
    ...required_if.flatMap(([name, value, needed]) => requiredIf(name, value, needed, params)),
  ];
}

const isGiven = (params: Params, name: string) => Object.hasOwn(params, name) && params[name] !== null;

/** Defaults were not written, and a template may come out as `omit`: neither excludes anything. */
function exclusive(schema: ModuleSchema, names: readonly string[], params: Params): Problem[] {
  const given = names.filter(
    (name) =>
      isGiven(params, name) && !isOpen(params[name]) && !isDefault(schema.properties[name]?.default, params[name]),
  );
  const [first, second] = given;
  if (first === undefined || second === undefined) return [];
  const message = `"${shown(first)}" and "${shown(second)}" exclude each other`;
  return [{ code: 'params-exclusive', message, hint: 'keep one of them', path: [second], of: 'key' }];
}

const isDefault = (fallback: unknown, value: unknown) => fallback !== undefined && isDeepStrictEqual(fallback, value);

function oneOf(names: readonly string[], params: Params): Problem[] {
  if (names.some((name) => isGiven(params, name))) return [];
  const listed = names.map((name) => `"${shown(name)}"`).join(', ');
  return [{ code: 'param-missing', message: `one of ${listed} is needed`, path: [] }];
}

function requiredIf(name: string, value: unknown, needed: readonly string[], params: Params): Problem[] {
  if (params[name] !== value) return [];
  return needed
    .filter((each) => !isGiven(params, each))
    .map((each) => {
      const condition = `${name} is ${scalarText(value) ?? JSON.stringify(value)}`;
      return { code: 'param-missing', message: `"${each}" is missing; it is needed when ${condition}`, path: [] };
    });
}

const shown = (name: string) => (name === '_raw_params' ? 'free form text' : name);

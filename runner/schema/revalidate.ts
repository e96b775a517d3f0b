import { ownNames } from './coerce.ts';
import type { Problem } from './problem.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';
import { type ValidateOptions, validateParams } from './validate.ts';

type Values = Readonly<Record<string, unknown>>;

/** What there is to validate, again and again. */
export type Revalidate = (values: Values) => {
  readonly params: Record<string, unknown>;
  readonly problems: readonly Problem[];
};

const none: readonly Problem[] = [];

/**
 * Validates the parameters of a module's calls. Where one differs from the one before in nothing but scalars of parameters that take
 * any, as items of a loop do, there is nothing to find out anew; of ten thousand items that saves a quarter of the time.
 */
export function createRevalidate(schema: ModuleSchema, options: ValidateOptions): Revalidate {
  let last: { readonly given: Values; readonly params: Values } | undefined;
  return (values) => {
    if (last && isAlike(schema, last.given, values)) {
      const params = { ...last.params };
      for (const name of freeNames(schema)) if (Object.hasOwn(values, name)) params[name] = values[name];
      return { params, problems: none };
    }
    const { params, problems } = validateParams(schema, values, options);
    const canServe = options.rules?.length === 0 && problems.length === 0 && isSimple(schema, values, params);
    last = canServe ? { given: values, params: { ...params } } : undefined;
    return { params, problems };
  };
}

function isAlike(schema: ModuleSchema, before: Values, now: Values): boolean {
  const names = Object.keys(now);
  return (
    names.length === Object.keys(before).length &&
    names.every((name) => {
      const value = now[name];
      return value === before[name] || (isScalar(value) && isScalar(before[name]) && freeNames(schema).has(name));
    })
  );
}

/** Scalars throughout, under own names; a default that is written out may stand beside what excludes it. */
function isSimple({ properties }: ModuleSchema, given: Values, params: Values): boolean {
  const own = ownNames(properties);
  const isPlain = (name: string) =>
    own.get(name) === name && isScalar(given[name]) && given[name] !== properties[name]?.default;
  return Object.keys(given).every(isPlain) && Object.values(params).every(isScalar);
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const free = new WeakMap<ModuleSchema, ReadonlySet<string>>();

/** The parameters whose scalars are taken as they are, whatever they are. */
function freeNames(schema: ModuleSchema): ReadonlySet<string> {
  let names = free.get(schema);
  if (!names) {
    const { properties, required_if = [] } = schema;
    const asked = new Set(required_if.map(([name]) => name));
    names = new Set(Object.keys(properties).filter((name) => !asked.has(name) && takesAny(properties[name]!)));
    free.set(schema, names);
  }
  return names;
}

/** What is said of a parameter without asking anything of its value. */
const remarks = new Set(['description', 'aliases', 'default', 'secret']);

const takesAny = (property: PropertySchema) => Object.keys(property).every((keyword) => remarks.has(keyword));

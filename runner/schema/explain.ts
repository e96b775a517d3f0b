import type { ErrorObject } from 'ajv';
import { hasType, isOpen, ownNames } from './coerce.ts';
import { didYouMean } from './distance.ts';
import { type Problem, pathText, unknownName } from './problem.ts';
import { scalarText } from './scalars.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';
import { childSchema, choicesAt, type Found, leadsToOpen, type Path, pathOf, valueAt } from './schema_path.ts';

/** What validation found, in words for the author of the playbook. */
export function explain(
  schema: ModuleSchema,
  params: unknown,
  errors: readonly ErrorObject[],
  owner: string | undefined,
): Problem[] {
  const told = withoutOpen(schema, errors, params);
  const choices = told.filter(({ keyword }) => keyword === 'anyOf');
  return told.flatMap((error) => {
    if (choices.some((choice) => isInside(error, choice))) return [];
    const path = pathOf(error.instancePath, params);
    const at = valueAt(schema as PropertySchema, params, path);
    if (error.keyword !== 'anyOf') return [explainOne(error, path, at, owner)];
    return explainChoice(error, told, path, at, params, schema, owner);
  });
}

/** What is wrong with closed values: a template or an unknown value fits everywhere, and so does a choice that only waits for one. */
function withoutOpen(schema: ModuleSchema, errors: readonly ErrorObject[], params: unknown): ErrorObject[] {
  let left = errors.filter(({ instancePath }) => !leadsToOpen(instancePath, params));
  const deepestFirst = left
    .filter(({ keyword }) => keyword === 'anyOf')
    .sort((a, b) => b.schemaPath.length - a.schemaPath.length);
  for (const choice of deepestFirst) {
    const fits = choicesAt(schema, choice.schemaPath).some((_, branch) => {
      const inBranch = `${choice.schemaPath}/${branch}/`;
      return !left.some((error) => isInside(error, choice) && error.schemaPath.startsWith(inBranch));
    });
    if (fits) left = left.filter((error) => error !== choice && !isInside(error, choice));
  }
  return left;
}

const isInside = (error: ErrorObject, choice: ErrorObject) =>
  error !== choice &&
  error.schemaPath.startsWith(`${choice.schemaPath}/`) &&
  (error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`));

/** Of a value that fits none of several schemas, the mistakes against the one it has the type of; else all the types it may have. */
function explainChoice(
  error: ErrorObject,
  all: readonly ErrorObject[],
  path: Path,
  at: Found,
  params: unknown,
  schema: ModuleSchema,
  owner: string | undefined,
): Problem[] {
  const branches = at.schema.anyOf ?? [];
  const meant = branches.findIndex((branch) => hasType(branch.enum ? { type: 'string' } : branch, at.value));
  const inside = all.filter((each) => each.schemaPath.startsWith(`${error.schemaPath}/${meant}/`));
  if (meant !== -1 && inside.length > 0) {
    return inside.map((each) => {
      const deep = pathOf(each.instancePath, params);
      return explainOne(
        each,
        deep,
        { ...valueAt(schema as PropertySchema, params, deep), schema: narrowed(branches[meant]!, deep, path) },
        owner,
      );
    });
  }
  const kinds = [...new Set(branches.map(kindOf))].join(' or ');
  return [{ code: 'param-type', message: `${label(path)} must be ${kinds}${notThis(at)}`, path }];
}

const narrowed = (branch: PropertySchema, deep: Path, path: Path): PropertySchema =>
  deep.slice(path.length).reduce<PropertySchema>((schema, part) => childSchema(schema, part), branch);

function explainOne({ keyword, params }: ErrorObject, path: Path, at: Found, owner: string | undefined): Problem {
  const { schema } = at;
  const name = label(path);
  const wrong = (message: string, hint?: string, code = 'param-value'): Problem => ({
    code,
    message: `${message}${notThis(at)}`,
    path,
    ...(hint ? { hint } : {}),
  });
  switch (keyword) {
    case 'additionalProperties':
      return unknownName([...path, params['additionalProperty']], owner, [...ownNames(schema.properties ?? {}).keys()]);
    case 'required':
      return missing(params['missingProperty'], path, owner);
    case 'type':
      return wrong(`${name} must be ${kindOf(schema)}`, undefined, 'param-type');
    case 'enum':
    case 'const':
      return wrongChoice(name, path, at);
    case 'pattern':
      return wrong(`${name} does not have the form it needs`, schema.description ?? `it must match ${schema.pattern}`);
    default:
      return wrong(`${name} ${bound(keyword, params['limit'])}`, schema.description);
  }
}

function missing(name: string, path: Path, owner: string | undefined): Problem {
  const around = path.length > 0 ? ` in ${pathText(path)}` : owner ? ` for ${owner}` : '';
  const what = name === '_raw_params' ? 'free form text' : name;
  return { code: 'param-missing', message: `"${what}" is missing${around}`, hint: `add ${what}`, path };
}

function wrongChoice(name: string, path: Path, at: Found): Problem {
  const choices = (at.schema.enum ?? [at.schema.const]).map((choice) => scalarText(choice) ?? String(choice));
  const text = scalarText(at.value);
  const hint = text === undefined || at.secret ? undefined : didYouMean(text, choices);
  const message = `${name} must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}${notThis(at)}`;
  return { code: 'param-choice', message, path, ...(hint?.startsWith('did') ? { hint } : {}) };
}

function bound(keyword: string, limit: number): string {
  const texts: Readonly<Record<string, string>> = {
    minimum: `must be at least ${limit}`,
    maximum: `must be at most ${limit}`,
    minLength: `must have at least ${limit} characters`,
    maxLength: `must have at most ${limit} characters`,
    minItems: `needs at least ${limit} item${limit === 1 ? '' : 's'}`,
    maxItems: `takes at most ${limit} item${limit === 1 ? '' : 's'}`,
  };
  return texts[keyword] ?? `does not satisfy "${keyword}"`;
}

const kinds: Readonly<Record<NonNullable<PropertySchema['type']>, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

const kindOf = ({ type, enum: choices }: PropertySchema): string =>
  choices ? `one of ${choices.join(', ')}` : type ? kinds[type] : 'a value';

/** The value itself, shortened; its kind only when it is secret or not a scalar. */
function notThis({ value, secret }: Found): string {
  if (value === null || value === undefined) return ', not nothing';
  if (Array.isArray(value)) return ', not a list';
  const text = scalarText(value);
  if (text === undefined) return isOpen(value) ? '' : ', not a mapping';
  if (secret) return '';
  return `, not "${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

const label = (path: Path) =>
  path.length === 0 ? 'the arguments' : path[0] === '_raw_params' ? 'the text after the module' : `"${pathText(path)}"`;

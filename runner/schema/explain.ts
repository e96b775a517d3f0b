import { hasType, isOpen, ownNames } from './coerce.ts';
import { didYouMean } from './distance.ts';
import type { Held, Keyword, Mismatch, Path } from './mismatches.ts';
import { type Problem, pathText, unknownName } from './problem.ts';
import { scalarText } from './scalars.ts';
import type { PropertySchema } from './schema.ts';

/** What validation found, in words for the author of the playbook. */
export const explain = (found: readonly Mismatch[], owner: string | undefined): Problem[] =>
  found.flatMap((each) => (each.choices ? explainChoice(each, each.choices, owner) : [explainOne(each, owner)]));

/** Of a value that fits none of several schemas, the mistakes against the one it has the type of; else all the types it may have. */
function explainChoice(at: Mismatch, choices: readonly (readonly Mismatch[])[], owner: string | undefined): Problem[] {
  const branches = at.schema.anyOf ?? [];
  const meant = branches.findIndex((branch) => hasType(branch.enum ? { type: 'string' } : branch, at.value));
  const inside = choices[meant];
  if (inside) return explain(inside, owner);
  const kinds = [...new Set(branches.map(kindOf))].join(' or ');
  return [{ code: 'param-type', message: `${label(at.path)} must be ${kinds}${notThis(at)}`, path: at.path }];
}

function explainOne(at: Mismatch, owner: string | undefined): Problem {
  const { keyword, path, schema } = at;
  const name = label(path);
  const wrong = (message: string, hint?: string, code = 'param-value'): Problem => ({
    code,
    message: `${message}${notThis(at)}`,
    path,
    ...(hint ? { hint } : {}),
  });
  switch (keyword) {
    case 'additionalProperties':
      return unknownName([...path, at.name!], owner, [...ownNames(schema.properties ?? {}).keys()]);
    case 'required':
      return missing(at.name!, path, owner);
    case 'type':
      return wrong(`${name} must be ${kindOf(schema)}`, undefined, 'param-type');
    case 'enum':
    case 'const':
      return wrongChoice(name, path, at);
    case 'pattern':
      return wrong(`${name} does not have the form it needs`, schema.description ?? `it must match ${schema.pattern}`);
    default:
      return wrong(`${name} ${bound(keyword, Number(schema[keyword]))}`, schema.description);
  }
}

function missing(name: string, path: Path, owner: string | undefined): Problem {
  const around = path.length > 0 ? ` in ${pathText(path)}` : owner ? ` for ${owner}` : '';
  const what = name === '_raw_params' ? 'free form text' : name;
  return { code: 'param-missing', message: `"${what}" is missing${around}`, hint: `add ${what}`, path };
}

function wrongChoice(name: string, path: Path, at: Held): Problem {
  const choices = (at.schema.enum ?? [at.schema.const]).map((choice) => scalarText(choice) ?? String(choice));
  const text = scalarText(at.value);
  const hint = text === undefined || at.secret ? undefined : didYouMean(text, choices);
  const message = `${name} must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}${notThis(at)}`;
  return { code: 'param-choice', message, path, ...(hint?.startsWith('did') ? { hint } : {}) };
}

function bound(keyword: Keyword, limit: number): string {
  const texts: Readonly<Partial<Record<Keyword, string>>> = {
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
function notThis({ value, secret }: Held): string {
  if (value === null || value === undefined) return ', not nothing';
  if (Array.isArray(value)) return ', not a list';
  const text = scalarText(value);
  if (text === undefined) return isOpen(value) ? '' : ', not a mapping';
  if (secret) return '';
  return `, not "${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

const label = (path: Path) =>
  path.length === 0 ? 'the arguments' : path[0] === '_raw_params' ? 'the text after the module' : `"${pathText(path)}"`;

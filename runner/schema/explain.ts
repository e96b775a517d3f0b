import { hasType, isOpen, ownNames } from './coerce.ts';
import { didYouMean } from './distance.ts';
import type { Mismatch, Path } from './mismatches.ts';
import { type Problem, pathText, unknownName } from './problem.ts';
import { scalarText } from './scalars.ts';
import type { PropertySchema } from './schema.ts';

/** What validation found, in words for the author of the playbook. */
export function explain(mismatch: Mismatch, owner: string | undefined): Problem[] {
  return mismatch.keyword === 'anyOf' ? explainChoice(mismatch, owner) : [explainOne(mismatch, owner)];
}

/** Of a value that fits none of several schemas, the mistakes against the one it has the type of; else all the types it may have. */
function explainChoice(choice: Mismatch, owner: string | undefined): Problem[] {
  const { schema, value, path, branches = [] } = choice;
  const kinds = schema.anyOf ?? [];
  const meant = kinds.findIndex((branch) => hasType(branch.enum ? { type: 'string' } : branch, value));
  if (meant !== -1) return branches[meant]!.flatMap((each) => explain(each, owner));
  const texts = [...new Set(kinds.map(kindOf))].join(' or ');
  return [{ code: 'param-type', message: `${label(path)} must be ${texts}${notThis(choice)}`, path }];
}

function explainOne(mismatch: Mismatch, owner: string | undefined): Problem {
  const { keyword, path, schema, name = '' } = mismatch;
  const wrong = (message: string, hint?: string, code = 'param-value'): Problem => ({
    code,
    message: `${label(path)} ${message}${notThis(mismatch)}`,
    path,
    ...(hint ? { hint } : {}),
  });
  switch (keyword) {
    case 'additionalProperties':
      return unknownName([...path, name], owner, [...ownNames(schema.properties ?? {}).keys()]);
    case 'required':
      return missing(name, path, owner);
    case 'type':
      return wrong(`must be ${kindOf(schema)}`, undefined, 'param-type');
    case 'enum':
    case 'const':
      return wrongChoice(mismatch);
    case 'pattern':
      return wrong('does not have the form it needs', schema.description ?? `it must match ${schema.pattern}`);
    default:
      return wrong(bound(keyword, Number(schema[keyword])), schema.description);
  }
}

function missing(name: string, path: Path, owner: string | undefined): Problem {
  const around = path.length > 0 ? ` in ${pathText(path)}` : owner ? ` for ${owner}` : '';
  const what = name === '_raw_params' ? 'free form text' : name;
  return { code: 'param-missing', message: `"${what}" is missing${around}`, hint: `add ${what}`, path };
}

function wrongChoice(mismatch: Mismatch): Problem {
  const { path, schema, value, secret } = mismatch;
  const choices = (schema.enum ?? [schema.const]).map((choice) => scalarText(choice) ?? String(choice));
  const text = scalarText(value);
  const hint = text === undefined || secret ? undefined : didYouMean(text, choices);
  const message = `${label(path)} must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}${notThis(mismatch)}`;
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
function notThis({ value, secret }: Mismatch): string {
  if (value === null || value === undefined) return ', not nothing';
  if (Array.isArray(value)) return ', not a list';
  const text = scalarText(value);
  if (text === undefined) return isOpen(value) ? '' : ', not a mapping';
  if (secret) return '';
  return `, not "${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

const label = (path: Path) =>
  path.length === 0 ? 'the arguments' : path[0] === '_raw_params' ? 'the text after the module' : `"${pathText(path)}"`;

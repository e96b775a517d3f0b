import { type Dict, dictEntries, dictGet } from '../template/values.ts';
import { coerce, isOpen, ownNames } from './coerce.ts';
import { conforms } from './conforms.ts';
import { explain } from './explain.ts';
import type { Problem } from './problem.ts';
import { relationProblems } from './relations.ts';
import { checkRules, type Rule } from './rules.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';
import { validatorOf } from './validators.ts';

export interface Validated {
  /** Own names, right types, defaults filled in; templates and unknown values are left in their place. */
  readonly params: Record<string, unknown>;
  readonly problems: readonly Problem[];
  /** A path of own names as the author wrote it. */
  readonly written: (path: readonly (string | number)[]) => readonly (string | number)[];
}

export interface ValidateOptions {
  /** Name of the module for messages. */
  readonly name?: string;
  readonly rules?: readonly Rule[];
}

/**
 * Brings parameters into the types of the schema and says everything that is wrong with them. Used on literals before the run, where a
 * `Template` inside fits everywhere, and on rendered values, where `Unknown` does.
 */
export function validateParams(schema: ModuleSchema, value: Dict, options: ValidateOptions = {}): Validated {
  const names = new Map<string, string>();
  const twice: Problem[] = aliasClashes(schema, value);
  const params = coerce(schema, value, (path, own, written) => names.set(keyOf([...path, own]), written)) as Record<
    string,
    unknown
  >;
  const open = Object.hasOwn(params, '_variable_params');
  const errors = errorsOf(schema, params);
  const found = errors.length === 0 ? [] : explain(schema, params, errors, options.name);
  const related = open ? [] : relationProblems(schema, params);
  const structural = [...found, ...related].filter((problem) => !open || problem.code !== 'param-missing');
  const ruled = structural.length === 0 ? checkRules(options.rules ?? [], params) : [];
  const told = [...structural, ...ruled].map((problem) => ({ ...problem, path: asWritten(problem.path, names) }));
  return { params, problems: [...twice, ...told], written: (path) => asWritten(path, names) };
}

function errorsOf(schema: ModuleSchema, params: unknown) {
  if (conforms(schema as PropertySchema, params)) return [];
  const validate = validatorOf(schema);
  validate(params);
  return validate.errors ?? [];
}

/** Two names of one parameter with different values. */
function aliasClashes({ properties }: ModuleSchema, value: Dict): Problem[] {
  const own = ownNames(properties);
  if (own.size === Object.keys(properties).length) return [];
  const seen = new Map<string, string>();
  return dictEntries(value).flatMap(([key, each]) => {
    const written = String(key);
    const name = own.get(written);
    const first = name === undefined ? undefined : seen.get(name);
    if (name !== undefined && first === undefined) seen.set(name, written);
    if (first === undefined || isOpen(each) || dictGet(value, first) === each) return [];
    const message = `"${written}" and "${first}" are the same parameter`;
    return [{ code: 'params-exclusive', message, hint: 'keep one of them', path: [written], of: 'key' as const }];
  });
}

const keyOf = (path: readonly (string | number)[]) => JSON.stringify(path);

/** The path with each name as the author wrote it. */
function asWritten(path: readonly (string | number)[], names: ReadonlyMap<string, string>): (string | number)[] {
  return path.map((part, index) => names.get(keyOf(path.slice(0, index + 1))) ?? part);
}

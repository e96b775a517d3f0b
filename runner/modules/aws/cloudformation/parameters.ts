import { PlayError } from '../../../diagnostics.ts';
import { didYouMean } from '../../../schema/distance.ts';
import { Unknown } from '../../../template/values.ts';
import type { ParameterValues } from './evaluate.ts';
import { isListType, isNoEcho, type ParameterDeclaration, type Template } from './template.ts';

/** What is shown of a value that AWS keeps to itself. */
export const masked = '****';

/** A parameter as playbooks give it: a value, or `{value: …}`, or `{use_previous_value: true}`. */
export type GivenParameters = Readonly<Record<string, unknown>>;

/** The text of a given value; undefined where the value before is to stay. */
export function givenText(given: unknown): string | Unknown | undefined {
  if (given === undefined || given === null || given instanceof Unknown) return given ?? undefined;
  if (Array.isArray(given)) return given.some((each) => each instanceof Unknown) ? new Unknown() : given.join(',');
  if (typeof given !== 'object') return String(given);
  const { value, use_previous_value: previous } = given as { value?: unknown; use_previous_value?: unknown };
  return previous === true ? undefined : givenText(value);
}

/**
 * Values of all parameters of a template: what is given, else what was before where that is asked for, else the default. Throws
 * PlayError for what CloudFormation would refuse; values that are secret are never named.
 */
export function parameterValues(
  stack: string,
  template: Template,
  given: GivenParameters,
  before: Readonly<Record<string, string | Unknown>>,
): ParameterValues {
  const { Parameters = {} } = template;
  for (const name of Object.keys(given))
    if (!Object.hasOwn(Parameters, name)) throw unknownParameter(stack, name, Parameters);
  const missing: string[] = [];
  const values = Object.entries(Parameters).map(([name, declaration]) => {
    const value = effective(declaration, given[name], before[name]);
    if (value === undefined) missing.push(name);
    else if (typeof value === 'string' && !(isNoEcho(declaration) && value === masked))
      check(stack, name, value, declaration);
    return [name, value ?? ''] as const;
  });
  if (missing.length > 0)
    throw new PlayError({
      code: 'stack-parameter',
      message: `stack ${stack} needs the parameter${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`,
      hint: 'give them in template_parameters',
    });
  return Object.fromEntries(values);
}

function effective(
  { Default }: ParameterDeclaration,
  given: unknown,
  before: string | Unknown | undefined,
): string | Unknown | undefined {
  const keeps = typeof given === 'object' && given !== null && 'use_previous_value' in given;
  return givenText(given) ?? (keeps ? before : undefined) ?? (Default === undefined ? undefined : String(Default));
}

function unknownParameter(stack: string, name: string, declared: Readonly<Record<string, unknown>>): PlayError {
  const names = Object.keys(declared);
  return new PlayError({
    code: 'stack-parameter',
    message: `the template of stack ${stack} has no parameter "${name}"`,
    hint: didYouMean(name, names) ?? (names.length > 0 ? `it has ${names.join(', ')}` : 'it has none'),
  });
}

function check(stack: string, name: string, value: string, declaration: ParameterDeclaration): void {
  const why = problem(value, declaration);
  if (why === undefined) return;
  const shown = isNoEcho(declaration) ? 'its value' : JSON.stringify(value);
  throw new PlayError({
    code: 'stack-parameter',
    message: `parameter ${name} of stack ${stack}: ${shown} ${why}`,
    ...(declaration.ConstraintDescription && { hint: declaration.ConstraintDescription }),
  });
}

/** What a value may be is said by its declaration (User guide: Parameters); of a list it is said of each item. */
function problem(value: string, declaration: ParameterDeclaration): string | undefined {
  const { AllowedValues: allowed, AllowedPattern: pattern } = declaration;
  const items = isListType(declaration) ? value.split(/\s*,\s*/) : [value];
  const isNumber = /^(Number|List<Number>)$/.test(declaration.Type ?? '');
  for (const item of items) {
    if (isNumber && (item.trim() === '' || Number.isNaN(Number(item)))) return 'is no number';
    if (allowed && !allowed.map(String).includes(item)) return `is not one of ${allowed.join(', ')}`;
    if (pattern !== undefined && !matches(item, pattern)) return `does not match ${pattern}`;
    const sized = isNumber ? Number(item) : item.length;
    const [least, most] = isNumber
      ? [declaration.MinValue, declaration.MaxValue]
      : [declaration.MinLength, declaration.MaxLength];
    const unit = isNumber ? '' : ' characters';
    if (least !== undefined && sized < Number(least)) return `is below ${least}${unit}`;
    if (most !== undefined && sized > Number(most)) return `is above ${most}${unit}`;
  }
  return undefined;
}

/** CloudFormation's patterns are Java's; one that JavaScript does not know is left to AWS. */
function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return true;
  }
}

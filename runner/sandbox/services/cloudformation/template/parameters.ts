import { invalid, notModelled } from '../refuse.ts';
import { type Fields, isFields, isList, type Value } from './value.ts';

/** What a caller gives for a parameter. */
export interface GivenParameter {
  readonly ParameterKey?: string | undefined;
  readonly ParameterValue?: string | undefined;
  readonly UsePreviousValue?: boolean | undefined;
}

/** Parameters and their values, as text, by name. */
export type ParameterValues = Readonly<Record<string, string>>;

const members = [
  'AllowedPattern',
  'AllowedValues',
  'ConstraintDescription',
  'Default',
  'Description',
  'MaxLength',
  'MaxValue',
  'MinLength',
  'MinValue',
  'NoEcho',
  'Type',
];

const types =
  /^(String|Number|CommaDelimitedList|List<Number>|List<String>|AWS::EC2::[A-Za-z:]+|List<AWS::EC2::[A-Za-z:]+>)$/;

/** Refuses declarations of parameters that CloudFormation does not take. */
export function checkParameters(parameters: Fields): void {
  for (const [name, declared] of Object.entries(parameters)) {
    const given = declared as Fields;
    const unknown = Object.keys(given).find((key) => !members.includes(key));
    if (unknown !== undefined) throw invalid(`Invalid template parameter property '${unknown}'`);
    const { Type: type } = given;
    if (typeof type !== 'string') {
      throw invalid(`Template format error: Every Parameters object must contain a Type member.`);
    }
    if (/AWS::SSM::/.test(type)) throw notModelled(`parameters of type ${type} (${name}): there is no Parameter Store`);
    if (!types.test(type)) throw invalid(`Template format error: Unrecognized parameter type: ${type}`);
    if (isFields(given['Default']) || isList(given['Default'])) {
      throw invalid(`Template format error: Every Default member must be a string.`);
    }
  }
}

/** The values of the parameters: what was given, what was before, or the defaults. */
export function parameterValues(
  parameters: Fields,
  given: readonly GivenParameter[],
  previous: ParameterValues = {},
): ParameterValues {
  const byKey = new Map(given.map((each) => [each.ParameterKey ?? '', each]));
  const foreign = [...byKey.keys()].filter((key) => !(key in parameters));
  if (foreign.length > 0) throw invalid(`Parameters: [${foreign.join(', ')}] do not exist in the template`);
  const missing: string[] = [];
  const values = Object.entries(parameters).map(([name, declared]): [string, string] => {
    const value = textOf(name, declared as Fields, byKey.get(name), previous);
    if (value === undefined) missing.push(name);
    return [name, value ?? ''];
  });
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [name, value] of values) checkValue(name, value, parameters[name] as Fields);
  return Object.fromEntries(values);
}

function textOf(
  name: string,
  declared: Fields,
  given: GivenParameter | undefined,
  previous: ParameterValues,
): string | undefined {
  if (given?.UsePreviousValue) {
    if (given.ParameterValue !== undefined) {
      throw invalid(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    if (previous[name] === undefined) {
      throw invalid(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    }
    return previous[name];
  }
  const value = given?.ParameterValue ?? declared['Default'];
  return value === undefined || value === null ? undefined : String(value);
}

/** A list's text is judged item by item. */
function checkValue(name: string, value: string, declared: Fields): void {
  const type = String(declared['Type']);
  const isListType = type === 'CommaDelimitedList' || type.startsWith('List<');
  for (const item of isListType ? itemsOf(value) : [value]) {
    const problem = problemOf(name, item, declared, type);
    if (problem === undefined) continue;
    const described = declared['ConstraintDescription'];
    throw invalid(
      typeof described === 'string' ? `Parameter ${name} failed to satisfy constraint: ${described}` : problem,
    );
  }
}

function problemOf(name: string, value: string, declared: Fields, type: string): string | undefined {
  const { AllowedValues: allowed, AllowedPattern: pattern } = declared;
  if (isList(allowed) && !allowed.map(String).includes(value)) {
    return `Parameter '${name}' must be one of AllowedValues`;
  }
  if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(value)) {
    return `Parameter ${name} failed to satisfy constraint: must match pattern ${pattern}`;
  }
  return type.includes('Number') ? numberProblem(name, value, declared) : lengthProblem(name, value, declared);
}

function numberProblem(name: string, value: string, declared: Fields): string | undefined {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number)) return `Parameter '${name}' must be a number.`;
  const [least, most] = [bound(declared['MinValue']), bound(declared['MaxValue'])];
  if (least !== undefined && number < least) return `Parameter '${name}' must be a number not less than ${least}`;
  if (most !== undefined && number > most) return `Parameter '${name}' must be a number not greater than ${most}`;
  return undefined;
}

function lengthProblem(name: string, value: string, declared: Fields): string | undefined {
  const [least, most] = [bound(declared['MinLength']), bound(declared['MaxLength'])];
  if (least !== undefined && value.length < least) {
    return `Parameter '${name}' must contain at least ${least} characters`;
  }
  if (most !== undefined && value.length > most) return `Parameter '${name}' must contain at most ${most} characters`;
  return undefined;
}

function bound(value: Value | undefined): number | undefined {
  return value === undefined || value === null ? undefined : Number(value);
}

function itemsOf(value: string): string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

/** What `Ref` gives for a parameter. */
export function parameterValue(declared: Fields, value: string): Value {
  const type = String(declared['Type']);
  return type === 'CommaDelimitedList' || type.startsWith('List<') ? itemsOf(value) : value;
}

/** Whether a parameter's value is never shown. */
export function isSecret(declared: Value | undefined): boolean {
  return isFields(declared) && String(declared['NoEcho'] ?? false) === 'true';
}

import { containsUnknown, Unknown } from '../../../template/values.ts';
import { type Data, isRecord, sameData } from './data.ts';
import { isListType, type Template } from './template.ts';

/** Values of a stack's parameters by name, as text; one that is not known yet may stand among them. */
export type ParameterValues = Readonly<Record<string, string | Unknown>>;

/** Calls the functions of a template as far as parameters and mappings tell; what AWS alone can tell stays written. */
export interface Evaluator {
  value(written: Data): Data;
  /** Whether a condition holds; undefined where only AWS can tell. */
  condition(name: string): boolean | undefined;
}

/** What `AWS::NoValue` stands for. */
const nothing = Symbol('AWS::NoValue');
type Called = Data | typeof nothing;

/** The evaluator of a template under these values of its parameters (User guide: Intrinsic function reference). */
export function createEvaluator(template: Template, values: ParameterValues): Evaluator {
  const { Parameters = {}, Mappings = {}, Conditions = {} } = template;
  const conditions = new Map<string, boolean | undefined>();

  const call = (written: Data): Called => {
    if (Array.isArray(written)) return written.map(call).filter((each) => each !== nothing) as Data[];
    if (!isRecord(written)) return written;
    const [[name, argument] = ['', null], ...more] = Object.entries(written);
    const known = more.length === 0 ? functions[name] : undefined;
    return known ? known(argument!) : callMembers(written);
  };
  const callMembers = (written: Readonly<Record<string, Data>>): Data =>
    Object.fromEntries(
      Object.entries(written)
        .map(([name, each]) => [name, call(each)] as const)
        .filter((member): member is readonly [string, Data] => member[1] !== nothing),
    );
  const value = (written: Data): Data => {
    const called = call(written);
    return called === nothing ? null : called;
  };

  const parameter = (name: string): Data | undefined => {
    const given = Object.hasOwn(Parameters, name) ? values[name] : undefined;
    return typeof given === 'string' && isListType(Parameters[name]!) ? given.split(/\s*,\s*/) : given;
  };

  const condition = (name: string): boolean | undefined => {
    if (!conditions.has(name)) {
      // A condition that needs itself is for AWS to refuse.
      conditions.set(name, undefined);
      conditions.set(name, holds(Conditions[name] ?? null));
    }
    return conditions.get(name);
  };
  const holds = (written: Data): boolean | undefined => {
    const [[name, argument] = ['', null]] = isRecord(written) ? Object.entries(written) : [];
    if (name === 'Condition') return condition(String(argument));
    const list = Array.isArray(argument) ? (argument as readonly Data[]) : [];
    if (name === 'Fn::Equals') return areEqual(value(list[0] ?? null), value(list[1] ?? null));
    const parts = list.map(holds);
    if (name === 'Fn::Not') return parts[0] === undefined ? undefined : !parts[0];
    if (name === 'Fn::And') return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
    if (name === 'Fn::Or') return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
    return undefined;
  };

  const functions: Readonly<Record<string, (argument: Data) => Called>> = {
    Ref: (name) => (name === 'AWS::NoValue' ? nothing : (parameter(String(name)) ?? { Ref: name })),
    'Fn::If': (argument) => {
      const [name, then, otherwise] = listOf(argument);
      const decided = condition(String(name));
      if (decided === undefined) return { 'Fn::If': [name!, value(then ?? null), value(otherwise ?? null)] };
      return call((decided ? then : otherwise) ?? null);
    },
    'Fn::FindInMap': (argument) => {
      const path = listOf(value(argument));
      const found = path.slice(0, 3).reduce<Data | undefined>(memberOf, Mappings as Data);
      return path.some(containsUnknown) ? new Unknown() : (found ?? { 'Fn::FindInMap': path as readonly Data[] });
    },
    'Fn::Sub': (argument) => substitute(argument, { value, parameter }),
    'Fn::Join': (argument) => {
      const [separator, parts] = listOf(value(argument));
      if (containsUnknown(parts)) return new Unknown();
      const texts = Array.isArray(parts) && parts.every(isScalar) ? (parts as readonly Data[]) : undefined;
      return texts ? texts.map(String).join(String(separator)) : { 'Fn::Join': [separator!, parts!] };
    },
    'Fn::Split': (argument) => {
      const [separator, text] = listOf(value(argument));
      if (text instanceof Unknown) return text;
      return isScalar(text) ? String(text).split(String(separator)) : { 'Fn::Split': [separator!, text!] };
    },
    'Fn::Select': (argument) => {
      const [index, list] = listOf(value(argument));
      if (list instanceof Unknown) return list;
      const chosen = Array.isArray(list) ? (list as readonly Data[])[Number(index)] : undefined;
      return chosen ?? { 'Fn::Select': [index!, list!] };
    },
  };
  return { value, condition };
}

const listOf = (value: Data): readonly (Data | undefined)[] => (Array.isArray(value) ? value : [value]);

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function memberOf(value: Data | undefined, key: Data | undefined): Data | undefined {
  return isRecord(value) && isScalar(key) && Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
}

/** Undefined where one of the two is something that only AWS knows. */
function areEqual(a: Data, b: Data): boolean | undefined {
  if (containsUnknown(a) || containsUnknown(b)) return undefined;
  const isKnown = (value: Data) => isScalar(value) || Array.isArray(value);
  return isKnown(a) && isKnown(b) ? sameData(a, b) : undefined;
}

/** `Fn::Sub` with what is known put in; a text when that is all of it. */
function substitute(
  argument: Data,
  { value, parameter }: { value(written: Data): Data; parameter(name: string): Data | undefined },
): Data {
  const [text, own = {}] = listOf(argument);
  const names = isRecord(own) ? own : {};
  let unknown = false;
  const left: Record<string, Data> = {};
  const result = String(text).replaceAll(/\$\{([^!}][^}]*)\}/g, (whole, written: string) => {
    const name = written.trim();
    const given = Object.hasOwn(names, name) ? value(names[name]!) : parameter(name);
    if (containsUnknown(given)) unknown = true;
    if (isScalar(given)) return String(given);
    if (Array.isArray(given)) return given.join(',');
    if (given !== undefined) left[name] = given;
    return whole;
  });
  if (unknown) return new Unknown();
  if (Object.keys(left).length > 0) return { 'Fn::Sub': [result, left] };
  if (/\$\{[^!}]/.test(result)) return { 'Fn::Sub': result };
  return result.replaceAll('${!', '${');
}

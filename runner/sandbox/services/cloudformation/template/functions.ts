import { invalid, notModelled } from '../refuse.ts';
import { cidrs } from './cidr_function.ts';
import { type Fields, isFields, isLater, isList, LATER, type Value } from './value.ts';

/** What the functions of a template look things up in. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource. */
  ref(name: string): Value | typeof NOTHING;
  attribute(resource: string, attribute: string): Value;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): Value | undefined;
  imported(name: string): Value;
  zones(region: string): readonly string[];
}

/** What `AWS::NoValue` stands for: the property is as if it were not written. */
export const NOTHING = Symbol('AWS::NoValue');

type Result = Value | typeof NOTHING;

/** A value with its functions called. */
export function evaluate(value: Value, scope: Scope): Value {
  const result = resolve(value, scope);
  return result === NOTHING ? null : result;
}

/** An object whose members that came to nothing are left out. */
export function evaluateFields(fields: Fields, scope: Scope): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, each]): [string, Value][] => {
      const result = resolve(each, scope);
      return result === NOTHING ? [] : [[key, result]];
    }),
  );
}

function resolve(value: Value, scope: Scope): Result {
  if (isList(value)) {
    return value.map((each) => resolve(each, scope)).filter((each): each is Value => each !== NOTHING);
  }
  if (typeof value === 'string' && value.includes('{{resolve:')) throw notModelled(`dynamic references: ${value}`);
  if (!isFields(value)) return value;
  const called = functionOf(value);
  if (!called) return evaluateFields(value, scope);
  return called.apply(called.argument, scope);
}

type Apply = (argument: Value, scope: Scope) => Result;

/** The function that an object calls, if it is a call. */
function functionOf(value: Fields): { readonly apply: Apply; readonly argument: Value } | undefined {
  const [[key, argument] = ['', null], ...more] = Object.entries(value);
  if (more.length > 0 || (key !== 'Ref' && !key.startsWith('Fn::'))) return undefined;
  const apply = functions[key];
  if (!apply) throw invalid(`Template error: the sandbox does not model the function ${key}`);
  return { apply, argument };
}

const functions: Readonly<Record<string, Apply>> = {
  Ref: (argument, scope) => {
    if (typeof argument !== 'string') throw invalid('Template format error: Every Ref member must be a string.');
    return scope.ref(argument);
  },
  'Fn::GetAtt': (argument, scope) => {
    const [resource, attribute] = typeof argument === 'string' ? splitOnce(argument) : listOf(argument, scope);
    if (typeof resource !== 'string' || typeof attribute !== 'string') {
      throw invalid(
        'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
      );
    }
    return scope.attribute(resource, attribute);
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [delimiter, list] = listOf(argument, scope);
    if (list === LATER) return LATER;
    if (typeof delimiter !== 'string' || !isList(list)) {
      throw invalid(
        'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
      );
    }
    return list.map((each) => text(each, 'Fn::Join')).join(delimiter);
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = listOf(argument, scope);
    if (typeof delimiter !== 'string' || delimiter === '' || typeof source !== 'string') {
      throw invalid(
        'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
      );
    }
    return isLater(source) ? LATER : source.split(delimiter);
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = listOf(argument, scope);
    if (list === LATER) return LATER;
    if (!isList(list)) {
      throw invalid(
        'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
      );
    }
    const chosen = list[Number(index)];
    if (!/^\d+$/.test(String(index)) || chosen === undefined) {
      throw invalid(`Template error: Fn::Select  cannot select nonexistent value at index ${String(index)}`);
    }
    return chosen;
  },
  'Fn::GetAZs': (argument, scope) => [...scope.zones(text(evaluate(argument, scope), 'Fn::GetAZs'))],
  'Fn::FindInMap': findInMap,
  'Fn::If': (argument, scope) => {
    if (!isList(argument) || argument.length !== 3 || typeof argument[0] !== 'string') {
      throw invalid(`Template error: Fn::If requires a list argument with three elements`);
    }
    return resolve((scope.condition(argument[0]) ? argument[1] : argument[2]) as Value, scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(text(evaluate(argument, scope), 'Fn::ImportValue')),
  'Fn::Base64': (argument, scope) => {
    const source = text(evaluate(argument, scope), 'Fn::Base64');
    return isLater(source) ? LATER : Buffer.from(source).toString('base64');
  },
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits] = listOf(argument, scope);
    return isLater(block) ? LATER : cidrs(String(block), Number(count), Number(bits ?? 8));
  },
  'Fn::Length': (argument, scope) => {
    const list = evaluate(argument, scope);
    if (list === LATER) return LATER;
    if (!isList(list)) throw invalid('Template error: Fn::Length requires a list');
    return list.length;
  },
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(evaluate(argument, scope)),
};

function listOf(argument: Value, scope: Scope): readonly Value[] {
  const list = evaluate(argument, scope);
  return isList(list) ? list : [];
}

function splitOnce(name: string): [string, string] {
  const [resource = '', ...rest] = name.split('.');
  return [resource, rest.join('.')];
}

/** A value where text is wanted. */
function text(value: Value | typeof NOTHING, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(`Template error: every ${where} object must have a string value.`);
}

/** The names in `${…}`; `${!…}` is kept for others as `${…}`. */
export function namesIn(source: string): string[] {
  return [...source.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
}

/** The text of an `Fn::Sub` and the names that it brings along. */
export function substitution(argument: Value): { readonly source: string; readonly own: Fields } {
  const [source, own = {}] = isList(argument) ? argument : [argument];
  if (typeof source !== 'string' || !isFields(own)) {
    throw invalid(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  return { source, own };
}

function substitute(argument: Value, scope: Scope): Value {
  const { source, own } = substitution(argument);
  return source.replaceAll(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    const given = own[name];
    if (given !== undefined) return text(evaluate(given, scope), 'Fn::Sub');
    if (!/^[a-zA-Z0-9_.:]+$/.test(name)) {
      throw invalid(
        `Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons`,
      );
    }
    if (name.includes('.')) return text(scope.attribute(...splitOnce(name)), 'Fn::Sub');
    const value = scope.ref(name);
    if (isList(value as Value)) return (value as readonly Value[]).join(',');
    return value === NOTHING ? whole : text(value, 'Fn::Sub');
  });
}

function findInMap(argument: Value, scope: Scope): Value {
  const [map, top, second, options] = listOf(argument, scope).map((each) => (isFields(each) ? each : String(each)));
  const found = scope.mapping(String(map), String(top), String(second));
  if (found !== undefined) return found;
  if (isFields(options) && options['DefaultValue'] !== undefined) return options['DefaultValue'];
  throw invalid(`Template error: Unable to get mapping for ${String(map)}::${String(top)}::${String(second)}`);
}

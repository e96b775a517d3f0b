import { invalid } from '../refuse.ts';
import { evaluate, type Scope } from './functions.ts';
import { type Fields, isFields, isList, isSame, type Value } from './value.ts';

/** Whether the conditions of a template hold, by name. */
export function conditionsOf(conditions: Fields, scope: Scope): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const under = new Set<string>();
  const holds = (name: string): boolean => {
    const done = known.get(name);
    if (done !== undefined) return done;
    const condition = conditions[name];
    if (condition === undefined) throw unresolved(name);
    if (under.has(name))
      throw invalid(`Template format error: Circular dependency between conditions: [${[...under].join(', ')}]`);
    under.add(name);
    const value = test(condition, { ...scope, condition: holds });
    under.delete(name);
    known.set(name, value);
    return value;
  };
  return holds;
}

/** What is said of a condition that is not there. */
export function unresolved(name: string, where = 'Conditions'): Error {
  return invalid(
    `Template format error: Unresolved condition dependency ${name} in the ${where} block of the template`,
  );
}

function test(value: Value, scope: Scope): boolean {
  const [[key, argument] = ['', null]] = isFields(value) ? Object.entries(value) : [];
  const list = isList(argument) ? argument : [];
  switch (key) {
    case 'Condition':
      return scope.condition(String(argument));
    case 'Fn::Not':
      return !test(list[0] ?? null, scope);
    case 'Fn::And':
    case 'Fn::Or': {
      if (list.length < 2 || list.length > 10) {
        throw invalid(
          `Template error: every ${key} object requires a list of at least 2 and at most 10 boolean parameters.`,
        );
      }
      const tested = list.map((each) => test(each, scope));
      return key === 'Fn::And' ? tested.every(Boolean) : tested.some(Boolean);
    }
    case 'Fn::Equals': {
      if (list.length !== 2)
        throw invalid('Template error: every Fn::Equals object requires a list of 2 string parameters.');
      const [a, b] = list.map((each) => plain(evaluate(each, scope)));
      return isSame(a, b);
    }
    default:
      throw invalid(
        'Template format error: Conditions can only be boolean operations on parameters and other conditions',
      );
  }
}

/** `80` and `"80"` are the same to a condition. */
function plain(value: Value): Value {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

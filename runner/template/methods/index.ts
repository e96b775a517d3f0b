import type { Method, Table } from '../plugin.ts';
import { isDict } from '../python/dict.ts';
import { isNumber } from '../python/number.ts';
import type { Value } from '../python/types.ts';
import { dictMethods } from './dict.ts';
import { listMethods } from './list.ts';
import { numberMethods } from './number.ts';
import { textMethods } from './text.ts';

/** The methods that templates may call on a value. There are no others: nothing of JavaScript's own can be reached. */
export function methodsOf(value: Value): Table<Method> | undefined {
  if (typeof value === 'string') return textMethods;
  if (Array.isArray(value)) return listMethods;
  if (isDict(value)) return dictMethods;
  return isNumber(value) ? numberMethods : undefined;
}

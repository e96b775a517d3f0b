import { Unknown } from '../../../template/values.ts';

/** A value of a template; one that is not known yet may stand in for a parameter. */
export type Data = string | number | boolean | null | Unknown | readonly Data[] | { readonly [name: string]: Data };

export const isRecord = (value: unknown): value is Readonly<Record<string, Data>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

/** Whether CloudFormation takes two values for the same: a number is its text, and the order of keys means nothing. */
export function sameData(a: Data | undefined, b: Data | undefined): boolean {
  if (a instanceof Unknown || b instanceof Unknown) return a === b;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => sameData(each, b[index]));
  if (isRecord(a) && isRecord(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].every((name) => sameData(a[name], b[name]));
  }
  if (typeof a === 'object' || typeof b === 'object' || a === undefined || b === undefined) return a === b;
  return String(a) === String(b);
}

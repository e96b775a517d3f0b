/** A value of a template: what JSON can say. */
export type Value = null | boolean | number | string | readonly Value[] | Fields;

/** An object of a template. */
export interface Fields {
  readonly [key: string]: Value;
}

/** Stands for what only the resource itself will tell, once it exists; change sets show it in this spelling. */
export const LATER = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Whether a value is an object. */
export function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether some part of a value is not known yet. */
export function isLater(value: Value | undefined): boolean {
  if (typeof value === 'string') return value.includes(LATER);
  if (isList(value)) return value.some(isLater);
  return isFields(value) && Object.values(value).some(isLater);
}

/** Whether two values say the same; the order of keys says nothing. */
export function isSame(a: Value | undefined, b: Value | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Value | undefined): string {
  return JSON.stringify(value, (_, each: Value) =>
    isFields(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}

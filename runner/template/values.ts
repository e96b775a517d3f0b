/** Stands for a value AWS assigns, wherever it is not known yet. Every operator, filter and test passes it on. */
export class Unknown {
  toString(): string {
    return '(known after apply)';
  }
  toJSON(): string {
    return '(known after apply)';
  }
}

export const unknown = new Unknown();

export type Value = unknown;

/** Whether an unknown value stands anywhere inside. */
export function containsUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (value instanceof Map) return [...value.values()].some(containsUnknown);
  return typeof value === 'object' && value !== null && Object.values(value).some(containsUnknown);
}

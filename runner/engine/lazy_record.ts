/** An object whose values are computed when first looked at, and kept. */
export function lazyRecord(names: Iterable<string>, compute: (name: string) => unknown): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const name of names) {
    Object.defineProperty(record, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = compute(name);
        Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
        return value;
      },
    });
  }
  return record;
}

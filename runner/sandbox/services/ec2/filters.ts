import type { Filter } from '@aws-sdk/client-ec2';
import { invalidValue } from './refuse.ts';
import type { Ec2State } from './state.ts';

type FieldValue = string | number | boolean | undefined;

/** How to read a filter's values from a record: one, or several of which any may match. */
export type Fields<T> = Readonly<Record<string, (record: T) => FieldValue | readonly FieldValue[]>>;

/** The records that every filter takes by one of its values. `*` and `?` are wildcards; case counts. */
export function filtered<T>(
  records: readonly T[],
  filters: readonly Filter[] | undefined,
  {
    state,
    idOf,
    fields,
  }: { readonly state: Ec2State; readonly idOf: (record: T) => string; readonly fields: Fields<T> },
): T[] {
  const tests = (filters ?? []).map((filter) => toTest(filter));
  return records.filter((record) => tests.every((test) => test(record)));

  function toTest({ Name = '', Values = [] }: Filter): (record: T) => boolean {
    const patterns = Values.map(toPattern);
    const read = reader(Name);
    return (record) => read(record).some((value) => patterns.some((pattern) => pattern.test(value)));
  }

  function reader(name: string): (record: T) => string[] {
    const tagsOf = (record: T) => [...(state.tags.get(idOf(record)) ?? [])];
    if (name.startsWith('tag:')) {
      const wanted = name.slice('tag:'.length);
      return (record) =>
        tagsOf(record)
          .filter(([key]) => key === wanted)
          .map(([, value]) => value);
    }
    if (name === 'tag-key') return (record) => tagsOf(record).map(([key]) => key);
    if (name === 'tag-value') return (record) => tagsOf(record).map(([, value]) => value);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw invalidValue(`The filter '${name}' is invalid`);
    return (record) =>
      [field(record)]
        .flat()
        .filter((value) => value !== undefined)
        .map(String);
  }
}

function toPattern(value: string): RegExp {
  const source = value.replace(/\\?[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*';
    if (part === '?') return '[\\s\\S]';
    return part.replace(/^\\(?=[*?\\])/, '').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

import { Unknown } from '../../../template/values.ts';

/** Attributes by AWS's own keys; AWS keeps every value as text. */
export type Attributes = Readonly<Record<string, string>>;

/** Attributes of an answer, in order of their keys. */
export function attributesFromList(
  list: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Record<string, string> {
  const pairs = (list ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The attributes that parameters name, by a table from parameter to key, and those given by AWS's own keys. */
export function attributesFromParams(
  params: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = Object.entries(keys)
    .filter(([name]) => params[name] !== undefined && params[name] !== null)
    .map(([name, key]) => [key, text(params[name])]);
  const others = Object.entries((params['attributes'] ?? {}) as object).map(([key, value]) => [key, text(value)]);
  return Object.fromEntries([...named, ...others]);
}

/** Those of the wanted attributes that differ, in order of their keys. */
export function changedAttributes(now: Attributes, want: Attributes): [key: string, value: string][] {
  const changed = Object.entries(want).filter(([key, value]) => now[key] !== value);
  return changed.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The attributes as results hold them: Ansible writes the keys with underscores. */
export function attributeResults(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key.replaceAll('.', '_'), value]));
}

/** `idle_timeout.timeout_seconds 60 → 30`, for a step's title. */
export function describeAttributes(now: Attributes, changes: readonly [string, string][]): string {
  return changes.map(([key, value]) => `${key} ${now[key] || '(none)'} → ${value || '(none)'}`).join(', ');
}

/** AWS writes `true` where a template, as in Python, gives `True`. */
const text = (value: unknown): string =>
  value instanceof Unknown
    ? (value as unknown as string)
    : String(value).replace(/^(True|False)$/, (word) => word.toLowerCase());

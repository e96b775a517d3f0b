import { Float, toText } from '../template/values.ts';

const yes = new Set(['y', 'yes', 'on', '1', 'true', 't', '1.0']);
const no = new Set(['n', 'no', 'off', '0', 'false', 'f', '0.0']);

/** A boolean as module options take it (Ansible's "Booleans" in "YAML Syntax"): `yes`, `on`, 1, `"true"`; undefined when it is none. */
export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = scalarText(value)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  return yes.has(text) ? true : no.has(text) ? false : undefined;
}

/** A number as module options take it: 80, `"80"`, 1.5; undefined when it is none. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'boolean') return undefined;
  if (value instanceof Float) return value.value;
  const text = scalarText(value)?.trim();
  if (text === undefined || !/^[-+]?(\d[\d_]*(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text)) return undefined;
  return Number(text.replaceAll('_', ''));
}

/** A whole number; undefined for anything else. */
export function toInteger(value: unknown): number | undefined {
  const number = toNumber(value);
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

/** Text of a scalar as Python prints it: `True`, `80`, `5.0`; undefined for lists, mappings and null. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return value instanceof Float ? toText(value) : undefined;
}

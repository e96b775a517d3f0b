import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from './errors.ts';
import { readScalar, writeTimestamp } from './scalars.ts';

/** A value of an awsJson body, as the SDK's types have it; members that the schema does not know are dropped. */
export function readJson(schema: NormalizedSchema, raw: unknown, path = ''): unknown {
  if (raw === null || raw === undefined || schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) return readStruct(schema, raw, path);
  if (schema.isListSchema()) {
    if (!Array.isArray(raw)) throw mistyped('a list', path);
    const item = schema.getValueSchema();
    return raw.map((value, index) => readJson(item, value, `${path}[${index}]`));
  }
  if (schema.isMapSchema()) {
    if (!isObject(raw)) throw mistyped('a map', path);
    const item = schema.getValueSchema();
    return mapValues(raw, (value, key) => readJson(item, value, `${path}.${key}`));
  }
  return readScalar(schema, raw, path);
}

function readStruct(schema: NormalizedSchema, raw: unknown, path: string): unknown {
  if (!isObject(raw)) throw mistyped('an object', path);
  const out: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = readJson(member, raw[name], path ? `${path}.${name}` : name);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/** A value of the SDK's types as awsJson writes it. */
export function writeJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === null || value === undefined || schema.isUnitSchema()) return undefined;
  if (schema.isStructSchema()) {
    const out: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const written = writeJson(member, (value as Record<string, unknown>)[name]);
      if (written !== undefined) out[name] = written;
    }
    return out;
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return (value as unknown[]).map((each) => writeJson(item, each) ?? null);
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    return mapValues(value as Record<string, unknown>, (each) => writeJson(item, each));
  }
  if (schema.isTimestampSchema()) return writeTimestamp(schema, value as Date, 'epoch-seconds');
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64');
  return value;
}

function mapValues(
  object: Record<string, unknown>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mistyped(wanted: string, path: string): ServiceError {
  return new ServiceError('SerializationException', `${path || 'body'}: expected ${wanted}`);
}

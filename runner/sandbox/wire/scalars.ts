import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from './errors.ts';

/** A scalar from its wire form: text in query forms, JSON values in JSON bodies. */
export function readScalar(schema: NormalizedSchema, raw: unknown, path: string): unknown {
  if (schema.isBooleanSchema()) return readBoolean(raw, path);
  if (schema.isNumericSchema()) return readNumber(raw, path);
  if (schema.isBigIntegerSchema()) return readBigInt(raw, path);
  if (schema.isTimestampSchema()) return readTimestamp(raw, path);
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(raw), 'base64'));
  if (schema.isStringSchema() && typeof raw !== 'string') throw mistyped(raw, 'a string', path);
  return raw;
}

function mistyped(raw: unknown, wanted: string, path: string): ServiceError {
  return new ServiceError('SerializationException', `${path}: expected ${wanted}, got ${JSON.stringify(raw)}`);
}

function readBoolean(raw: unknown, path: string): boolean {
  if (typeof raw === 'boolean') return raw;
  const text = String(raw).toLowerCase();
  if (text !== 'true' && text !== 'false') throw mistyped(raw, 'a boolean', path);
  return text === 'true';
}

function readNumber(raw: unknown, path: string): number {
  if (typeof raw === 'number') return raw;
  const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN;
  if (Number.isNaN(number) && raw !== 'NaN') throw mistyped(raw, 'a number', path);
  return number;
}

function readBigInt(raw: unknown, path: string): bigint {
  try {
    return BigInt(raw as string);
  } catch {
    throw mistyped(raw, 'an integer', path);
  }
}

function readTimestamp(raw: unknown, path: string): Date {
  const isSeconds = typeof raw === 'number' || /^-?\d+(\.\d+)?$/.test(String(raw));
  const date = isSeconds ? new Date(Number(raw) * 1000) : new Date(String(raw));
  if (Number.isNaN(date.getTime())) throw mistyped(raw, 'a timestamp', path);
  return date;
}

/** The timestamp formats that a schema can name (its number in the SDK's schemas). */
const timestampFormat = { protocolDefault: 4, httpDate: 6, epochSeconds: 7 } as const;

/** A Date in its wire form; `fallback` is what the protocol uses where the schema names no format. */
export function writeTimestamp(
  schema: NormalizedSchema,
  value: Date,
  fallback: 'date-time' | 'epoch-seconds',
): string | number {
  const own = schema.getSchema();
  const isEpoch =
    own === timestampFormat.epochSeconds || (own === timestampFormat.protocolDefault && fallback === 'epoch-seconds');
  if (isEpoch) return value.getTime() / 1000;
  return own === timestampFormat.httpDate ? value.toUTCString() : value.toISOString().replace('.000Z', 'Z');
}

import { Unknown } from '../../template/values.ts';

/** Where a prediction and what came differ, as `path: predicted → actual`. What is not known yet may be anything. */
export function surprises(predicted: unknown, actual: unknown, path = ''): string[] {
  if (predicted instanceof Unknown) return [];
  if (Array.isArray(predicted) && Array.isArray(actual)) {
    const lengths =
      predicted.length === actual.length ? [] : [`${path}.length: ${predicted.length} → ${actual.length}`];
    return [...lengths, ...predicted.flatMap((each, index) => surprises(each, actual[index], `${path}[${index}]`))];
  }
  if (isRecord(predicted) && isRecord(actual)) {
    const names = [...new Set([...Object.keys(predicted), ...Object.keys(actual)])];
    return names.flatMap((name) => surprises(predicted[name], actual[name], path === '' ? name : `${path}.${name}`));
  }
  return Object.is(predicted, actual) ? [] : [`${path}: ${spell(predicted)} → ${spell(actual)}`];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const spell = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

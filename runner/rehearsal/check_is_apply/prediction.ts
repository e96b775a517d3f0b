import type { Change } from '../../engine/changes.ts';
import { containsUnknown, Unknown } from '../../template/values.ts';

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

/** The paths that only one of two diffs names. What was not known yet may turn out to be as before, or stand for all that is in it. */
export function unannounced(planned: readonly Change[], actual: readonly Change[]): string[] {
  const vague = planned.filter(isVague).map(({ path }) => path.split('[(known after')[0]!);
  const sure = planned.filter((each) => !isVague(each)).map(({ path }) => path);
  const came = actual.map(({ path }) => path);
  const isCovered = (path: string) =>
    sure.includes(path) ||
    vague.some((each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`));
  return [
    ...sure.filter((path) => !came.includes(path)).map((path) => `only announced: ${path}`),
    ...came.filter((path) => !isCovered(path)).map((path) => `not announced: ${path}`),
  ];
}

/** Of what both diffs name, what the first says otherwise. */
export function mistaken(planned: readonly Change[], actual: readonly Change[]): string[] {
  return planned.flatMap((each) => {
    // Things of a list that nothing names have their place for a path: what goes and what comes may share it.
    const found = actual.filter(({ path }) => path === each.path).map((other) => surprises(each, other, each.path));
    return isVague(each) || found.some((differs) => differs.length === 0) ? [] : (found[0] ?? []);
  });
}

const isVague = ({ path, after }: Change): boolean => path.includes('[(known after') || containsUnknown(after);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const spell = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

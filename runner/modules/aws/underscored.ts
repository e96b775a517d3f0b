import { Unknown } from '../../template/values.ts';

/** Below these, keys are names that people chose. */
const chosen = new Set([
  'dockerLabels',
  'options',
  'driverOpts',
  'labels',
  'tags',
  'Tags',
  'AuthenticationRequestExtraParams',
]);

/** The same data with keys as Ansible writes them: `TargetGroupArn` and `taskDefinitionArn` become `target_group_arn` and so on. */
export function underscored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(underscored);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase(),
      chosen.has(key) ? each : underscored(each),
    ]),
  );
}

import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Unknown } from '../../../template/values.ts';
import type { Data } from './actions.ts';

/** Where each kind of condition holds its values. */
const configs: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
};

/**
 * Conditions in one form for what AWS answers and what a playbook says: the long spelling, and everything sorted, since
 * neither the order of conditions nor that of their values means anything.
 */
export function normaliseConditions(conditions: readonly Data[]): RuleCondition[] {
  return conditions.map(normaliseCondition).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function normaliseCondition(condition: Data): RuleCondition {
  const field = String(condition['Field']);
  const key = configs[field];
  if (key === undefined) return condition as unknown as RuleCondition;
  const config = (condition[key] ?? {}) as Data;
  const values = (config['Values'] ?? condition['Values'] ?? []) as unknown[];
  return {
    Field: field,
    [key]: {
      ...(config['HttpHeaderName'] !== undefined && { HttpHeaderName: config['HttpHeaderName'] }),
      Values: field === 'query-string' ? sortPairs(values as Data[]) : sortTexts(values),
    },
  };
}

/** In a query, a value without a key matches under any. */
function sortPairs(pairs: readonly Data[]): Data[] {
  return pairs
    .map(({ Key, Value }) => ({ ...(Key !== undefined && Key !== '' && { Key: text(Key) }), Value: text(Value) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const sortTexts = (values: readonly unknown[]): unknown[] => values.map(text).sort();
const text = (value: unknown): unknown => (value instanceof Unknown ? value : String(value));

/** What must hold, for a step's title: `path /now, host example.com`. */
export function describeConditions(conditions: readonly RuleCondition[]): string {
  return conditions.map(describeCondition).join(' and ');
}

function describeCondition(condition: RuleCondition): string {
  const field = String(condition.Field ?? '');
  const config = (condition as Data)[configs[field] ?? ''] as
    | { HttpHeaderName?: string; Values?: unknown[] }
    | undefined;
  const label = config?.HttpHeaderName ?? field.replace(/-(header|pattern|string)$/, '').replace('http-request-', '');
  return `${label} ${(config?.Values ?? []).map(describeValue).join(' or ')}`;
}

function describeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof Unknown) return String(value);
  const { Key, Value } = value as { Key?: string; Value?: string };
  return Key === undefined ? String(Value) : `${Key}=${Value}`;
}

import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { invalid } from './errors.ts';

const FIELDS = [
  'host-header',
  'http-header',
  'http-request-method',
  'path-pattern',
  'query-string',
  'source-ip',
] as const;
type Field = (typeof FIELDS)[number];

/** The fields whose values AWS accepts, and gives back, both at the top and inside the `*Config` of the condition. */
const MIRRORED = { 'host-header': 'HostHeaderConfig', 'path-pattern': 'PathPatternConfig' } as const;

const MAX_VALUE = 128;
const MAX_VALUES_OF_A_RULE = 5;

function isField(name: string | undefined): name is Field {
  return FIELDS.some((field) => field === name);
}

function tooLong(field: string, values: readonly string[], limit: number): void {
  if (values.some((value) => value.length > limit)) {
    throw invalid(`The '${field}' value is too long; the limit is '${limit}'`);
  }
}

function someOf(values: string[] | undefined): string[] {
  if (!values?.length) throw invalid('A condition value must be specified');
  return values;
}

function mirrored(field: keyof typeof MIRRORED, condition: RuleCondition): RuleCondition {
  const name = MIRRORED[field];
  const config = condition[name];
  if (condition.Values?.length && config?.Values?.length) {
    throw invalid(`You cannot provide both Values and '${name}' for a condition of type '${field}'`);
  }
  const regexes = config?.RegexValues ?? condition.RegexValues;
  if (regexes?.length) return { Field: field, RegexValues: regexes, [name]: { RegexValues: regexes } };
  const values = someOf(config?.Values ?? condition.Values);
  tooLong(field, values, MAX_VALUE);
  return { Field: field, Values: values, [name]: { Values: values } };
}

function configured<C>(field: Field, name: string, config: C | undefined): C {
  if (!config) throw invalid(`A '${name}' must be specified with '${field}'`);
  return config;
}

function httpHeader(condition: RuleCondition): RuleCondition {
  const config = configured('http-header', 'HttpHeaderConfig', condition.HttpHeaderConfig);
  const { HttpHeaderName: name = '' } = config;
  if (!name) throw invalid("A 'HttpHeaderName' must be specified with 'http-header'");
  if (name.length > 40) throw invalid("The 'HttpHeaderName' value is too long; the limit is '40'");
  const values = someOf(config.Values);
  tooLong('http-header', values, MAX_VALUE);
  return { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: name, Values: values } };
}

function method(condition: RuleCondition): RuleCondition {
  const name = 'http-request-method';
  const values = someOf(configured(name, 'HttpRequestMethodConfig', condition.HttpRequestMethodConfig).Values);
  tooLong(name, values, 40);
  if (values.some((value) => !/^[A-Z_-]+$/.test(value))) {
    throw invalid(`The '${name}' value is invalid; the allowed characters are A-Z, hyphen and underscore`);
  }
  return { Field: name, HttpRequestMethodConfig: { Values: values } };
}

function queryString(condition: RuleCondition): RuleCondition {
  const { Values: pairs = [] } = configured('query-string', 'QueryStringConfig', condition.QueryStringConfig);
  if (!pairs.length || pairs.some((pair) => !pair.Value)) {
    throw invalid("A 'Value' must be specified in 'QueryStringKeyValuePair'");
  }
  tooLong(
    'query-string',
    pairs.flatMap(({ Key = '', Value = '' }) => [Key, Value]),
    MAX_VALUE,
  );
  return { Field: 'query-string', QueryStringConfig: { Values: pairs } };
}

function sourceIp(condition: RuleCondition): RuleCondition {
  const { Values: values } = configured('source-ip', 'SourceIpConfig', condition.SourceIpConfig);
  if (!values?.length) throw invalid("A 'source-ip' value must be specified");
  const bad = values.find((value) => !/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$|^[0-9a-f:]+\/\d{1,3}$/i.test(value));
  if (bad !== undefined) throw invalid(`The 'source-ip' value '${bad}' must be in CIDR format`);
  return { Field: 'source-ip', SourceIpConfig: { Values: values } };
}

function normalise(condition: RuleCondition): RuleCondition {
  const { Field: field } = condition;
  if (!isField(field)) {
    throw invalid(`Condition field '${field ?? ''}' must be one of '[${FIELDS.join(',')}]'`);
  }
  if (field === 'host-header' || field === 'path-pattern') return mirrored(field, condition);
  if (condition.Values?.length) throw invalid(`The 'Values' field is not compatible with '${field}'`);
  if (field === 'http-header') return httpHeader(condition);
  if (field === 'http-request-method') return method(condition);
  return field === 'query-string' ? queryString(condition) : sourceIp(condition);
}

function valuesOf(condition: RuleCondition): number {
  return (
    condition.Values?.length ??
    condition.RegexValues?.length ??
    condition.HttpHeaderConfig?.Values?.length ??
    condition.HttpRequestMethodConfig?.Values?.length ??
    condition.QueryStringConfig?.Values?.length ??
    condition.SourceIpConfig?.Values?.length ??
    0
  );
}

/**
 * Checks a rule's conditions and puts them in the form in which the API gives them back: path patterns and host
 * names in both `Values` and their `*Config` (API reference: RuleCondition).
 */
export function normaliseConditions(conditions: readonly RuleCondition[] | undefined): RuleCondition[] {
  if (!conditions?.length) throw invalid('A condition must be specified');
  const normal = conditions.map(normalise);
  for (const field of ['host-header', 'path-pattern', 'http-request-method', 'source-ip']) {
    if (normal.filter((condition) => condition.Field === field).length > 1) {
      throw invalid(`A rule can only have one '${field}' condition`);
    }
  }
  if (normal.reduce((sum, condition) => sum + valuesOf(condition), 0) > MAX_VALUES_OF_A_RULE) {
    throw invalid(`A rule can only have '${MAX_VALUES_OF_A_RULE}' condition values`);
  }
  return normal;
}

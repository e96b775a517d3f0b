import { BlockList, isIPv6 } from 'node:net';
import type { QueryStringKeyValuePair, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Asked, hostName } from './asked.ts';
import { fits, type Reading } from './wildcards.ts';

function fitsSome(
  texts: readonly string[],
  { Values: patterns, RegexValues: expressions }: Pick<RuleCondition, 'Values' | 'RegexValues'>,
  reading: Reading = {},
): boolean {
  const flags = reading.exactCase ? '' : 'i';
  return texts.some(
    (text) =>
      (patterns ?? []).some((pattern) => fits(pattern, text, reading)) ||
      (expressions ?? []).some((expression) => isMatch(expression, flags, text)),
  );
}

/** A regular expression that is none matches nothing. */
function isMatch(expression: string, flags: string, text: string): boolean {
  try {
    return new RegExp(expression, flags).test(text);
  } catch {
    return false;
  }
}

function pairsOf(query: string): { key: string; value: string }[] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return equals < 0 ? { key: pair, value: '' } : { key: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
}

function hasPair(query: string, wanted: QueryStringKeyValuePair): boolean {
  const reading = { escapes: true };
  return pairsOf(query).some(
    ({ key, value }) =>
      (wanted.Key === undefined || fits(wanted.Key, key, reading)) && fits(wanted.Value ?? '', value, reading),
  );
}

/** Whether an address lies in one of the ranges. */
export function isWithin(address: string, cidrs: readonly string[]): boolean {
  const family = (text: string) => (isIPv6(text) ? 'ipv6' : 'ipv4');
  return cidrs.some((cidr) => {
    const [network = '', bits = ''] = cidr.split('/');
    if (family(network) !== family(address)) return false;
    const range = new BlockList();
    range.addSubnet(network, Number(bits), family(network));
    return range.check(address, family(address));
  });
}

/** Whether the request meets a condition: one of its values is enough (User guide: condition types for listener rules). */
export function meets(condition: RuleCondition, asked: Asked): boolean {
  switch (condition.Field) {
    case 'path-pattern':
      return fitsSome([asked.path], condition.PathPatternConfig ?? condition, { exactCase: true });
    case 'host-header':
      return fitsSome([hostName(asked.host)], condition.HostHeaderConfig ?? condition);
    case 'http-header': {
      const { HttpHeaderName: name = '', ...config } = condition.HttpHeaderConfig ?? {};
      return fitsSome(asked.headers[name.toLowerCase()] ?? [], config, { escapes: true });
    }
    case 'http-request-method':
      return condition.HttpRequestMethodConfig?.Values?.includes(asked.method) ?? false;
    case 'query-string':
      return (condition.QueryStringConfig?.Values ?? []).some((pair) => hasPair(asked.query, pair));
    case 'source-ip':
      return isWithin(asked.address, condition.SourceIpConfig?.Values ?? []);
    default:
      return false;
  }
}

import { isWrite } from '../../aws/operations.ts';
import { PlayError } from '../../diagnostics.ts';
import { didYouMean } from '../../schema/distance.ts';
import { catalogue } from '../catalogue.ts';
import type { Target } from './fault.ts';

/** Services as people call them; the signing name is what a request says. */
const otherNames: Readonly<Record<string, string>> = {
  elbv2: 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  cloudwatchlogs: 'logs',
};

/** `ec2:Describe*`, `ec2:writes`, `ec2`, `writes`; `calls` means all, as does `*`, which a shell would take for files. */
export function parseTarget(text: string | undefined): Target {
  if (!text) throw new PlayError({ code: 'fault', message: 'which calls?' });
  if (text === '*' || text === 'calls') return target(text, '*', '*');
  if (text === 'reads' || text === 'writes') return target(text, '*', text);
  const [name = '', operation = '*', ...rest] = text.split(':');
  const service = name === '*' ? '*' : (otherNames[name] ?? name);
  const known = catalogue.map((each) => each.name);
  if (service !== '*' && !known.includes(service))
    throw refused(`the sandbox has no service "${name}"`, [
      ...known,
      ...Object.keys(otherNames),
      'calls',
      'reads',
      'writes',
    ]);
  if (rest.length > 0 || !/^(\*|reads|writes|\*?[A-Z][A-Za-z0-9*]*)$/.test(operation))
    throw refused(`"${text}" names no operation`, ['reads', 'writes']);
  return target(text, service, operation);
}

function target(text: string, service: string, operation: string): Target {
  const only = operation === 'reads' || operation === 'writes' ? operation : undefined;
  return { text, service, operation: only ? '*' : operation, ...(only && { only }) };
}

/** Whether a call is meant. */
export function isMeant({ service, operation, only }: Target, call: { service: string; operation: string }): boolean {
  if (service !== '*' && service !== call.service) return false;
  if (only !== undefined && isWrite(call.operation) !== (only === 'writes')) return false;
  return operation === '*' || matches(operation, call.operation);
}

function matches(pattern: string, operation: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return operation === pattern;
  return new RegExp(`^${first}.*${rest.join('.*')}$`).test(operation);
}

/**
 * Sees to it that the operation is one that the sandbox has; a misspelt one would never be met.
 *
 * @throws PlayError `fault` with a did-you-mean
 */
export async function requireOperation({ text, service, operation, only }: Target): Promise<void> {
  const meant = catalogue.filter(({ name }) => service === '*' || name === service);
  const names = (await Promise.all(meant.map(({ load }) => load()))).flatMap(({ operations }) => [
    ...operations.keys(),
  ]);
  const found = names.some((name) =>
    isMeant({ text, service, operation, ...(only && { only }) }, { service, operation: name }),
  );
  if (!found) throw refused(`${text}: the sandbox has no operation "${operation}"`, names);
}

function refused(message: string, known: Iterable<string>): PlayError {
  const hint = didYouMean(message.split('"')[1] ?? '', known);
  return new PlayError({ code: 'fault', message, ...(hint !== undefined && { hint }) });
}

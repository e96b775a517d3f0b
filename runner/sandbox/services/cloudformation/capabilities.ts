import { ServiceError } from '../../wire/errors.ts';
import { resourceTypes } from './resources/resource_types.ts';
import type { Template } from './template/template.ts';

const known = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

/** What a template asks its caller to agree to, and why (API reference: `CreateStack`, `Capabilities`). */
export function requiredCapabilities(template: Template): { readonly capabilities: string[]; readonly reason: string } {
  const asking = [...template.resources.values()].flatMap(({ type, properties }) => {
    const capability = resourceTypes.get(type)?.capability?.(properties);
    return capability ? [{ type, capability }] : [];
  });
  const isNamed = asking.some(({ capability }) => capability === 'CAPABILITY_NAMED_IAM');
  const capabilities = asking.length === 0 ? [] : [isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'];
  const types = [...new Set(asking.map(({ type }) => type))];
  return { capabilities, reason: `The following resource(s) require capabilities: [${types.join(', ')}]` };
}

/** Refuses a template that its caller did not agree to. */
export function checkCapabilities(template: Template, given: readonly string[] | undefined = []): void {
  const unknown = given.find((each) => !known.includes(each));
  if (unknown !== undefined) {
    throw new ServiceError(
      'ValidationError',
      `1 validation error detected: Value '[${given.join(', ')}]' at 'capabilities' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${known.join(', ')}]]`,
    );
  }
  const [required] = requiredCapabilities(template).capabilities;
  if (required === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(required)) return;
  throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${required}]`);
}

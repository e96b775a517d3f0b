import { invalid } from './errors.ts';

/** Refuses a name that AWS refuses for a load balancer or a target group (API reference: CreateLoadBalancer). */
export function checkName(kind: 'Load balancer' | 'Target group', name: string): void {
  const what = `${kind} name '${name}'`;
  if (!name) throw invalid(`${kind} name cannot be empty`);
  if (name.length > 32) throw invalid(`${what} cannot be longer than '32' characters`);
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    throw invalid(`${what} can only contain characters that are alphanumeric characters or hyphens(-)`);
  }
  if (name.startsWith('-') || name.endsWith('-')) throw invalid(`${what} cannot begin or end with '-'`);
  if (kind === 'Load balancer' && name.startsWith('internal-')) throw invalid(`${what} cannot begin with 'internal-'`);
}

const LETTERS = { application: 'app', network: 'net', gateway: 'gwy' } as const;

/** The part of a load balancer's ARN after `loadbalancer/`, which its listeners and rules repeat. */
export function balancerPath(arn: string): string {
  return arn.split(':loadbalancer/')[1] ?? '';
}

/** The resource part of a new load balancer's ARN. */
export function balancerResource(type: keyof typeof LETTERS, name: string, id: string): string {
  return `loadbalancer/${LETTERS[type]}/${name}/${id}`;
}

/** The resource part of a new listener's ARN. */
export function listenerResource(balancerArn: string, id: string): string {
  return `listener/${balancerPath(balancerArn)}/${id}`;
}

/** The resource part of a new rule's ARN. */
export function ruleResource(listenerArn: string, id: string): string {
  return `listener-rule/${listenerArn.split(':listener/')[1] ?? ''}/${id}`;
}

/** The kind of thing an ARN of this service names; undefined when it names none. */
export function kindOf(arn: string): 'balancers' | 'groups' | 'listeners' | 'rules' | undefined {
  if (arn.includes(':loadbalancer/')) return 'balancers';
  if (arn.includes(':targetgroup/')) return 'groups';
  if (arn.includes(':listener-rule/')) return 'rules';
  return arn.includes(':listener/') ? 'listeners' : undefined;
}

import type { Place } from '../../diagnostics.ts';
import type { Template } from '../../template/template.ts';
import { Unknown } from '../../template/values.ts';
import { Renderable } from '../../template/written.ts';
import type { Site } from '../sites.ts';
import { Traced } from './traced.ts';

/** Something that a task surely makes, or sees to: in one round of its loop, if it has one. */
export interface Made {
  readonly module: string;
  readonly site: Site;
  /** Own names, right types, defaults filled in; what only the run knows is `Unknown`, where possible `Traced`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The place of a parameter; of the module's name when it is not given. */
  at(...path: (string | number)[]): Place;
}

/** What a playbook describes, as far as it is certain before the run. */
export interface Deployment {
  /** What tasks of this module surely make, in the order of the playbook. */
  all(module: string): readonly Made[];
  /** Whether a task of this module cannot be seen through, or removes something. */
  isUnsure(module: string): boolean;
  /** Nothing but its own modules changes AWS. */
  readonly isClosed: boolean;
}

/** Paths into results by which things are named elsewhere. */
const identities: Readonly<Record<string, readonly string[]>> = {
  docker_image: ['reference'],
  ec2_security_group: ['group_id'],
  ec2_vpc_igw: ['gateway_id'],
  ec2_vpc_net: ['vpc.id'],
  ec2_vpc_subnet: ['subnet.id'],
  ecs_ecr: ['repository.repositoryUri'],
  ecs_taskdefinition: ['taskdefinition.taskDefinitionArn'],
  elb_target_group: ['target_group_arn'],
  iam_role: ['iam_role.arn', 'arn', 'iam_role.role_name'],
};

/** The parameter that tells one thing of a kind from another. */
const keys: Readonly<Record<string, string>> = {
  ecs_taskdefinition: 'family',
  ec2_vpc_subnet: 'cidr',
};

/** What task of this module a value comes from. */
export function origin(value: unknown, module: string): Made | undefined {
  if (!(value instanceof Traced) || value.made.module !== module) return undefined;
  return identities[module]?.includes(value.path.join('.')) ? value.made : undefined;
}

/** The same for each of a list; undefined unless all are known, and there is one at least. */
export function origins(value: unknown, module: string): readonly Made[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const found = value.map((each) => origin(each, module));
  return found.every((each) => each !== undefined) ? found : undefined;
}

/** The one thing of that name, when nothing else in the playbook could have it too. */
export function named(deployment: Deployment, module: string, name: unknown): Made | undefined {
  const found = deployment.all(module).filter(({ params }) => params[keyOf(module)] === name);
  return typeof name === 'string' && found.length === 1 ? alone(deployment, found[0]) : undefined;
}

/** The thing itself, when no other task has a hand in it: then it is what its parameters say. */
export function alone(deployment: Deployment, made: Made | undefined): Made | undefined {
  if (!made || deployment.isUnsure(made.module)) return undefined;
  const key = keyOf(made.module);
  const own = made.params[key];
  if (typeof own !== 'string') return undefined;
  const others = deployment.all(made.module).filter((each) => each !== made);
  const apart = others.every(({ params }) => typeof params[key] === 'string' && params[key] !== own);
  return apart ? made : undefined;
}

const keyOf = (module: string) => keys[module] ?? 'name';

/** A value nobody knows before the run. */
export const isOpen = (value: unknown): value is Unknown | Template =>
  value instanceof Unknown || value instanceof Renderable;

/** Whether all of a value is known, to its last part. */
export function isKnown(value: unknown): boolean {
  if (isOpen(value)) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return typeof value !== 'object' || value === null || Object.values(value).every(isKnown);
}

/** What it is called in messages: its name, or what it is. */
export function called({ module, params }: Made): string {
  const name = params[keyOf(module)];
  return typeof name === 'string' ? `"${name}"` : 'made here';
}

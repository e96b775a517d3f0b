import { containsUnknown } from '../../../template/values.ts';
import { type Data, sameData } from './data.ts';
import { createEvaluator, type ParameterValues } from './evaluate.ts';
import { isFixed } from './fixed_properties.ts';
import { resourcesIn } from './references.ts';
import type { ResourceDeclaration, Template } from './template.ts';

/** What becomes of one resource of a stack. */
export interface ResourceChange {
  readonly action: 'add' | 'modify' | 'replace' | 'remove';
  readonly name: string;
  readonly type: string;
  /** Properties and attributes that are to be otherwise. */
  readonly properties: readonly string[];
  /** It leaves the stack and stays in the account. */
  readonly retained?: true;
}

/** A template with the values of its parameters. */
export interface Source {
  readonly template: Template;
  readonly parameters: ParameterValues;
}

type Resources = ReadonlyMap<string, ResourceDeclaration>;

/** The resources a template comes to: without those whose condition does not hold, functions called as far as can be. */
export function resourcesOf({ template, parameters }: Source): Resources {
  const { value, condition } = createEvaluator(template, parameters);
  const wanted = Object.entries(template.Resources).filter(
    ([name, { Condition }]) => !name.startsWith('Fn::') && (Condition === undefined || condition(Condition) !== false),
  );
  return new Map(wanted.map(([name, resource]) => [name, value(resource as Data) as unknown as ResourceDeclaration]));
}

/** The outputs a template comes to, as far as can be told without AWS. */
export function outputsOf({ template, parameters }: Source): ReadonlyMap<string, Data> {
  const { value, condition } = createEvaluator(template, parameters);
  const wanted = Object.entries(template.Outputs ?? {}).filter(([, output]) => {
    const name = (output as { Condition?: string }).Condition;
    return name === undefined || condition(name) !== false;
  });
  return new Map(wanted.map(([name, output]) => [name, value(output)]));
}

/**
 * What becomes of the resources on the way from one template to the other, in the order of the new one, as a change set would list it:
 * also what changes because something it refers to is replaced.
 */
export function resourceChanges(now: Source, want: Source): ResourceChange[] {
  const [before, after] = [resourcesOf(now), resourcesOf(want)];
  const changed = new Map<string, ResourceChange>();
  const consider = (name: string): boolean => {
    const old = before.get(name);
    const known = changed.get(name);
    const found = old && changeOf(name, old, after.get(name)!, (other) => changed.get(other)?.action === 'replace');
    if (!found || (known && known.action === found.action && known.properties.length === found.properties.length))
      return false;
    changed.set(name, found);
    return true;
  };
  for (let more = true; more; ) more = [...after.keys()].map(consider).includes(true);
  const present = [...after].flatMap(([name, { Type }]): ResourceChange[] =>
    before.has(name)
      ? [changed.get(name)].filter((each) => each !== undefined)
      : [{ action: 'add', name, type: Type, properties: [] }],
  );
  return [...present, ...[...before].filter(([name]) => !after.has(name)).map(([name, old]) => removal(name, old))];
}

function removal(name: string, { Type: type, DeletionPolicy }: ResourceDeclaration): ResourceChange {
  const retained = isRetained(DeletionPolicy) ? { retained: true as const } : {};
  return { action: 'remove', name, type, properties: [], ...retained };
}

/** Whether a resource with that DeletionPolicy outlives its stack. */
export const isRetained = (policy: string | undefined): boolean => /^Retain/.test(policy ?? '');

/** Attributes of a resource, beside its properties, whose change is one of the resource. */
const attributes = ['Metadata', 'CreationPolicy', 'UpdatePolicy'];

function changeOf(
  name: string,
  old: ResourceDeclaration,
  wanted: ResourceDeclaration,
  isReplaced: (name: string) => boolean,
): ResourceChange | undefined {
  const type = wanted.Type;
  const was = old.Properties ?? {};
  const is = wanted.Properties ?? {};
  const properties = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (each) =>
      containsUnknown(is[each]) || !sameData(was[each], is[each]) || resourcesIn(is[each]).some((it) => isReplaced(it)),
  );
  const others = attributes.filter((each) => !sameData(old[each], wanted[each]));
  if (properties.length + others.length === 0) return undefined;
  const replaced = properties.some((each) => isFixed(type, each));
  return { action: replaced ? 'replace' : 'modify', name, type, properties: [...properties, ...others] };
}

/** Resources that are asked to be of another type, which CloudFormation refuses. */
export function changedTypes(now: Source, want: Source): readonly string[] {
  const [before, after] = [resourcesOf(now), resourcesOf(want)];
  return [...after].filter(([name, { Type }]) => before.has(name) && before.get(name)!.Type !== Type).map(([n]) => n);
}

/** For the title of a step: `modify Service (AWS::ECS::Service: DesiredCount)`. */
export function describeChange({ action, name, type, properties, retained }: ResourceChange): string {
  const what = properties.length > 0 ? `: ${properties.join(', ')}` : '';
  return `${action} ${name} (${type}${what})${retained ? ', which stays in the account' : ''}`;
}

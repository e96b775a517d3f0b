import { invalid } from '../refuse.ts';
import { unresolved } from './conditions.ts';
import { namesIn, substitution } from './functions.ts';
import type { Template } from './template.ts';
import { isFields, isList, type Value } from './value.ts';

/** A place of a template that speaks of something by name. */
export interface Reference {
  readonly kind: 'ref' | 'attribute' | 'condition' | 'import' | 'mapping';
  readonly name: string;
  readonly attribute?: string;
}

/** Everything a value speaks of by name. */
export function referencesOf(value: Value | undefined): Reference[] {
  if (isList(value)) return value.flatMap(referencesOf);
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, argument]): Reference[] => {
    if (key === 'Ref' && typeof argument === 'string') return [{ kind: 'ref', name: argument }];
    if (key === 'Condition' && typeof argument === 'string') return [{ kind: 'condition', name: argument }];
    if (key === 'Fn::GetAtt') return attributeReference(argument);
    if (key === 'Fn::Sub') return subReferences(argument);
    const inside = referencesOf(argument);
    const [first] = isList(argument) ? argument : [];
    if (key === 'Fn::If' && typeof first === 'string') return [{ kind: 'condition', name: first }, ...inside];
    if (key === 'Fn::ImportValue')
      return [{ kind: 'import', name: typeof argument === 'string' ? argument : '' }, ...inside];
    if (key === 'Fn::FindInMap' && typeof first === 'string') return [{ kind: 'mapping', name: first }, ...inside];
    return inside;
  });
}

function attributeReference(argument: Value): Reference[] {
  const [name, attribute] =
    typeof argument === 'string' ? [argument.split('.')[0], argument] : isList(argument) ? argument : [];
  const own = typeof name === 'string' ? [{ kind: 'attribute' as const, name, attribute: String(attribute) }] : [];
  return [...own, ...referencesOf(attribute as Value)];
}

function subReferences(argument: Value): Reference[] {
  const { source, own } = substitution(argument);
  const names = namesIn(source).filter((name) => !(name in own));
  return [
    ...names.map((name): Reference => {
      const [resource = '', ...attribute] = name.split('.');
      return attribute.length > 0
        ? { kind: 'attribute', name: resource, attribute: attribute.join('.') }
        : { kind: 'ref', name };
    }),
    ...Object.values(own).flatMap(referencesOf),
  ];
}

/** The pseudo parameters (User guide: Pseudo parameters reference). */
export const pseudoParameters = [
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** The resources that a resource needs first, by `DependsOn` and by what its properties speak of. */
export function neededBy(template: Template, logicalId: string): string[] {
  const resource = template.resources.get(logicalId);
  if (!resource) return [];
  const spokenOf = referencesOf(resource.properties)
    .filter(({ kind }) => kind === 'ref' || kind === 'attribute')
    .map(({ name }) => name)
    .filter((name) => template.resources.has(name));
  return [...new Set([...resource.dependsOn, ...spokenOf])];
}

/** Refuses names that lead nowhere, and resources that need each other. */
export function checkReferences(template: Template): void {
  const { parameters, conditions, resources, outputs } = template;
  const known = new Set([...Object.keys(parameters), ...resources.keys(), ...pseudoParameters]);
  for (const [where, parts] of [
    ['Resources', [...resources.values()].map(({ properties }) => properties)],
    ['Outputs', Object.values(outputs)],
  ] as const) {
    const spokenOf = parts.flatMap(referencesOf);
    const missing = spokenOf.filter(({ kind, name }) => kind === 'ref' && !known.has(name)).map(({ name }) => name);
    const dangling =
      where === 'Resources'
        ? [...resources.values()].flatMap(({ dependsOn }) => dependsOn).filter((id) => !resources.has(id))
        : [];
    if (missing.length + dangling.length > 0) {
      const names = [...new Set([...missing, ...dangling])].join(', ');
      throw invalid(
        `Template format error: Unresolved resource dependencies [${names}] in the ${where} block of the template`,
      );
    }
    const attribute = spokenOf.find(({ kind, name }) => kind === 'attribute' && !resources.has(name));
    if (attribute) {
      throw invalid(`Template error: instance of Fn::GetAtt references undefined resource ${attribute.name}`);
    }
    const condition = spokenOf.find(({ kind, name }) => kind === 'condition' && !(name in conditions));
    if (condition) throw unresolved(condition.name, where);
  }
  const condition = [...resources.values()].find(
    (each) => each.condition !== undefined && !(each.condition in conditions),
  );
  if (condition) throw unresolved(condition.condition ?? '', 'Resources');
  checkCircles(template);
}

function checkCircles(template: Template): void {
  const done = new Set<string>();
  let left = [...template.resources.keys()];
  for (;;) {
    const ready = left.filter((id) => neededBy(template, id).every((need) => done.has(need)));
    if (ready.length === 0) break;
    for (const id of ready) done.add(id);
    left = left.filter((id) => !done.has(id));
  }
  if (left.length > 0) throw invalid(`Circular dependency between resources: [${left.join(', ')}]`);
}

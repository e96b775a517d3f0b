import type { Context } from '../../context.ts';
import { knownTemplate } from './known_template.ts';
import { outputsOf } from './outputs.ts';
import { type PropertyChange, propertyChanges, wantedProperties } from './resources/resource_properties.ts';
import { isWanted, type Seen, scopeOf } from './scope.ts';
import type { ChangeRecord, DetailRecord, Plan, ResourceRecord, StackRecord } from './state.ts';
import { typeOf } from './task_calls.ts';
import type { Scope } from './template/functions.ts';
import { neededBy, type Reference, referencesOf } from './template/references.ts';
import type { ResourceDeclaration, Template } from './template/template.ts';
import { type Fields, isLater, isSame, type Value } from './template/value.ts';

/** What a plan would do to a stack. */
export interface Changes {
  readonly changes: readonly ChangeRecord[];
  /** What is wrong with the properties, by resource. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
  /** Whether neither a resource nor an output nor a tag would be another one. */
  readonly isNothing: boolean;
}

/** Works out what a plan would do to a stack, without doing any of it. */
export function changesOf(stack: StackRecord, plan: Plan, context: Context): Changes {
  const template = knownTemplate(plan.templateBody);
  /** Those that come anew or are replaced: what they will be called is not known yet. */
  const fresh = new Set<string>();
  const scope = scopeOf({
    context,
    stack,
    plan,
    template,
    resource: (id): Seen | undefined => {
      const record = stack.resources.get(id);
      if (fresh.has(id) || !record || record.physicalId === '') return template.resources.has(id) ? 'later' : undefined;
      return { id: record.physicalId, type: record.type, properties: record.properties };
    },
  });
  const wanted = inOrder(template).filter((id) => isWanted(template, id, scope));
  const problems = new Map<string, readonly string[]>();
  const changes: ChangeRecord[] = [];
  for (const id of wanted) {
    const declaration = template.resources.get(id) as ResourceDeclaration;
    const type = typeOf(declaration.type);
    const result = wantedProperties(type, declaration, scope, plan.tags);
    if (result.problems.length > 0) problems.set(id, result.problems);
    const change = changeOf({ stack, plan, template, declaration, after: result.properties, fresh });
    if (change) changes.push(change);
    if (change && change.action === 'Modify' && change.replacement === 'False') continue;
    if (change) fresh.add(id);
  }
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !wanted.includes(logicalId));
  changes.push(...removed.map(removal));
  return {
    changes: sorted(changes),
    problems,
    isNothing: changes.length === 0 && !isElse(stack, plan, template, scope),
  };
}

/** By name within an action, as change sets show them. */
function sorted(changes: readonly ChangeRecord[]): ChangeRecord[] {
  const order = ['Add', 'Modify', 'Remove'];
  return [...changes].sort(
    (a, b) => order.indexOf(a.action) - order.indexOf(b.action) || (a.logicalId < b.logicalId ? -1 : 1),
  );
}

function inOrder(template: Template): string[] {
  const ordered: string[] = [];
  const visit = (id: string): void => {
    if (ordered.includes(id)) return;
    for (const need of neededBy(template, id)) visit(need);
    ordered.push(id);
  };
  for (const id of template.resources.keys()) visit(id);
  return ordered;
}

/** Whether anything but a resource would be another one. */
function isElse(stack: StackRecord, plan: Plan, template: Template, scope: Scope): boolean {
  if (!isSame(stack.plan.tags as Value, plan.tags as Value)) return true;
  return !isSame(outputsOf(template, scope) as unknown as Value, stack.outputs as unknown as Value);
}

function removal({ logicalId, physicalId, type, properties, deletionPolicy }: ResourceRecord): ChangeRecord {
  const policyAction = deletionPolicy === 'Delete' || deletionPolicy === 'Snapshot' ? 'Delete' : 'Retain';
  return { action: 'Remove', logicalId, physicalId, type, scope: [], details: [], policyAction, before: properties };
}

interface Comparison {
  readonly stack: StackRecord;
  readonly plan: Plan;
  readonly template: Template;
  readonly declaration: ResourceDeclaration;
  readonly after: Fields;
  readonly fresh: ReadonlySet<string>;
}

function changeOf(comparison: Comparison): ChangeRecord | undefined {
  const { stack, declaration, after } = comparison;
  const { logicalId, type } = declaration;
  const record = stack.resources.get(logicalId);
  if (!record || record.physicalId === '') return { action: 'Add', logicalId, type, scope: [], details: [], after };
  const changed = propertyChanges(typeOf(type), record.properties, after);
  const details = changed.flatMap((change) => detailsOf(change, comparison));
  const policies = policyDetails(record, declaration);
  if (details.length + policies.length === 0) return undefined;
  const always = details.filter(({ recreation }) => recreation === 'Always');
  const replacement = always.some(({ isStatic }) => isStatic) ? 'True' : always.length > 0 ? 'Conditional' : 'False';
  return {
    action: 'Modify',
    logicalId,
    physicalId: record.physicalId,
    type,
    replacement,
    scope: [...new Set([...details, ...policies].map(({ attribute }) => attribute))],
    details: [...details, ...policies],
    ...(replacement !== 'False' && {
      policyAction: record.updateReplacePolicy === 'Delete' ? 'ReplaceAndDelete' : 'ReplaceAndRetain',
    }),
    before: record.properties,
    after,
  };
}

function policyDetails(record: ResourceRecord, declaration: ResourceDeclaration): DetailRecord[] {
  return (
    [
      ['deletionPolicy', 'DeletionPolicy'],
      ['updateReplacePolicy', 'UpdateReplacePolicy'],
    ] as const
  ).flatMap(([key, attribute]): DetailRecord[] =>
    record[key] === declaration[key]
      ? []
      : [
          {
            attribute,
            recreation: 'Never',
            source: 'DirectModification',
            isStatic: true,
            before: record[key],
            after: declaration[key],
          },
        ],
  );
}

/** One detail for each reason of a change: what the property speaks of, or that it was written otherwise. */
function detailsOf(change: PropertyChange, comparison: Comparison): DetailRecord[] {
  const { name, before, after, replaces } = change;
  const base = {
    attribute: name === 'Tags' ? ('Tags' as const) : ('Properties' as const),
    ...(name !== 'Tags' && { name }),
    recreation: replaces ? ('Always' as const) : ('Never' as const),
    before,
    after,
  };
  const spokenOf = referencesOf(comparison.declaration.properties[name]);
  const causes = spokenOf.flatMap((reference): DetailRecord[] => {
    const cause = causeOf(reference, comparison);
    return cause ? [{ ...base, ...cause }] : [];
  });
  const direct = { ...base, source: 'DirectModification' as const };
  // Beside a parameter that changed, CloudFormation does not tell whether the template did, too.
  if (causes.some(({ source }) => source === 'ParameterReference')) return [...causes, { ...direct, isStatic: false }];
  return isLater(after) && causes.length > 0 ? causes : [...causes, { ...direct, isStatic: true }];
}

function causeOf(
  { kind, name, attribute }: Reference,
  { template, fresh, stack, plan }: Comparison,
): Pick<DetailRecord, 'source' | 'causedBy' | 'isStatic'> | undefined {
  if (kind === 'ref' && name in template.parameters) {
    const isSameValue = stack.plan.parameters[name] === plan.parameters[name];
    return isSameValue ? undefined : { source: 'ParameterReference', causedBy: name, isStatic: true };
  }
  if (!fresh.has(name)) return undefined;
  if (kind === 'ref') return { source: 'ResourceReference', causedBy: name, isStatic: false };
  if (kind !== 'attribute') return undefined;
  return { source: 'ResourceAttribute', causedBy: `${name}.${attribute}`, isStatic: false };
}

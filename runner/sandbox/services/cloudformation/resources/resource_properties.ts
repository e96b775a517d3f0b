import { evaluateFields, type Scope } from '../template/functions.ts';
import type { ResourceDeclaration } from '../template/template.ts';
import { type Fields, isFields, isList, isSame, LATER, type Value } from '../template/value.ts';
import type { ResourceType } from './resource_type.ts';
import { shaped } from './shape.ts';

/** The properties that a resource is to have, and what is wrong with them. */
export interface Wanted {
  readonly properties: Fields;
  readonly problems: readonly string[];
}

/** Calls the functions of a resource's properties, adds the stack's tags, and brings all into shape. */
export function wantedProperties(
  type: ResourceType,
  declaration: ResourceDeclaration,
  scope: Scope,
  stackTags: Readonly<Record<string, string>>,
): Wanted {
  const given = withTags(type, evaluateFields(declaration.properties, scope), stackTags);
  const problems: string[] = [];
  const properties = Object.entries(given).map(([name, value]): [string, Value] => {
    const property = type.properties[name];
    if (!property) {
      problems.push(
        type.unmodelled.includes(name)
          ? `#: the sandbox does not model [${name}] of ${type.type}`
          : `#: extraneous key [${name}] is not permitted`,
      );
      return [name, value];
    }
    const result = shaped(property.shape, value, `#/${name}`);
    problems.push(...result.problems);
    return [name, result.value];
  });
  for (const [name, property] of Object.entries(type.properties)) {
    if (property.required && given[name] === undefined) problems.push(`#: required key [${name}] not found`);
  }
  return { properties: Object.fromEntries(properties), problems };
}

/** The stack's tags go to every resource that has any; those of the resource itself stand before them. */
function withTags(type: ResourceType, given: Fields, stackTags: Readonly<Record<string, string>>): Fields {
  const own = given['Tags'] ?? [];
  if (!type.properties['Tags'] || !isList(own)) return given;
  const keys = new Set(own.map((tag) => (isFields(tag) ? tag['Key'] : undefined)));
  const added = Object.entries(stackTags).filter(([key]) => !keys.has(key));
  const all = [...own, ...added.map(([Key, Value]) => ({ Key, Value }))];
  return all.length > 0 ? { ...given, Tags: all } : given;
}

/** What CloudFormation says of properties that are wrong. */
export function propertiesProblem(logicalId: string, problems: readonly string[]): string {
  return `Properties validation failed for resource ${logicalId} with message:\n[${problems.join(', ')}]`;
}

/** A property that changes. */
export interface PropertyChange {
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** Whether it takes a new resource. */
  readonly replaces: boolean;
}

/** The properties that change; one that is not known yet is taken to. */
export function propertyChanges(type: ResourceType, before: Fields, after: Fields): PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => !isSame(before[name], after[name]))
    .map((name) => ({
      name,
      before: before[name],
      after: after[name],
      replaces: type.replaces?.(name, after[name], before[name]) ?? type.properties[name]?.replaces ?? false,
    }));
}

/** Whether a value is not known at all before the resource is there. */
export function isWhollyLater(value: Value | undefined): boolean {
  return value === LATER;
}

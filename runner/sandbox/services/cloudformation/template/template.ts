import { invalid, notModelled } from '../refuse.ts';
import { parseTemplate } from './parse.ts';
import { type Fields, isFields, isList, type Value } from './value.ts';

/** What `DeletionPolicy` and `UpdateReplacePolicy` may say. */
export type Policy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

/** A resource as the template has it, before its functions were called. */
export interface ResourceDeclaration {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Fields;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  readonly deletionPolicy: Policy;
  readonly updateReplacePolicy: Policy;
}

/** A template, taken apart. */
export interface Template {
  readonly description: string | undefined;
  readonly parameters: Fields;
  readonly mappings: Fields;
  readonly conditions: Fields;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: Fields;
  readonly metadata: Value | undefined;
  readonly transforms: readonly string[];
}

const sections = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Hooks',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
];

const attributes = [
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'Properties',
  'Type',
  'UpdatePolicy',
  'UpdateReplacePolicy',
  'Version',
];

/** The longest template that a request may hold (User guide: CloudFormation quotas). */
const maximumLength = 51_200;

/** Reads a template and checks its form, as `ValidateTemplate` does; references are checked elsewhere. */
export function readTemplate(body: string): Template {
  if (body.length < 1 || body.length > maximumLength) {
    const rule = body.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${maximumLength}`;
    throw invalid(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length ${rule}`,
    );
  }
  const whole = parseTemplate(body);
  checkSections(whole);
  return {
    description: descriptionOf(whole['Description']),
    parameters: section(whole, 'Parameters'),
    mappings: section(whole, 'Mappings'),
    conditions: section(whole, 'Conditions'),
    resources: resourcesOf(section(whole, 'Resources')),
    outputs: section(whole, 'Outputs'),
    metadata: whole['Metadata'],
    transforms: transformsOf(whole['Transform']),
  };
}

function checkSections(whole: Fields): void {
  const version = whole['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') {
    throw invalid(`Template format error: ${String(version)} is not a supported value for AWSTemplateFormatVersion.`);
  }
  const unknown = Object.keys(whole).filter((key) => !sections.includes(key));
  if (unknown.length > 0) throw invalid(`Invalid template property or properties [${unknown.join(', ')}]`);
  for (const key of ['Hooks', 'Rules']) {
    if (whole[key] !== undefined) throw notModelled(`the section ${key} of a template`);
  }
}

function section(whole: Fields, name: string): Fields {
  const value = whole[name];
  if (value === undefined && name !== 'Resources') return {};
  if (value === undefined || (name === 'Resources' && isFields(value) && Object.keys(value).length === 0)) {
    throw invalid('Template format error: At least one Resources member must be defined.');
  }
  if (!isFields(value)) throw invalid(`Template format error: [/${name}] ${name} must be an object.`);
  for (const [key, each] of Object.entries(value)) {
    if (!isFields(each))
      throw invalid(`Template format error: [/${name}/${key}] Every ${name} member must be an object.`);
    if (!/^[a-zA-Z0-9]+$/.test(key)) {
      throw invalid(`Template format error: ${nouns[name] ?? name} name ${key} is non alphanumeric.`);
    }
  }
  return value;
}

const nouns: Readonly<Record<string, string>> = {
  Parameters: 'Parameter',
  Mappings: 'Mapping',
  Conditions: 'Condition',
  Resources: 'Resource',
  Outputs: 'Output',
};

function descriptionOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalid('Template format error: Description must be a string.');
  if (Buffer.byteLength(value) > 1024) {
    throw invalid('Template format error: Description length must not exceed 1024 bytes.');
  }
  return value;
}

function transformsOf(value: Value | undefined): string[] {
  if (value === undefined) return [];
  const names = [value].flat() as Value[];
  for (const name of names) {
    if (name !== 'AWS::LanguageExtensions') throw notModelled(`the transform ${JSON.stringify(name)}`);
  }
  return names as string[];
}

function resourcesOf(all: Fields): Map<string, ResourceDeclaration> {
  return new Map(Object.entries(all).map(([id, each]) => [id, declaration(id, each as Fields)]));
}

function declaration(logicalId: string, given: Fields): ResourceDeclaration {
  const at = `[/Resources/${logicalId}]`;
  const unknown = Object.keys(given).find((key) => !attributes.includes(key));
  if (unknown !== undefined) throw invalid(`Invalid template resource property '${unknown}'`);
  const { Type: type, Properties: properties = {}, DependsOn: dependsOn = [], Condition: condition } = given;
  if (typeof type !== 'string') {
    throw invalid(`Template format error: ${at} Every Resources object must contain a Type member.`);
  }
  if (!isFields(properties)) throw invalid(`Template format error: ${at} Properties must be an object.`);
  const needs = isList(dependsOn) ? dependsOn : [dependsOn];
  if (!needs.every((each) => typeof each === 'string')) {
    throw invalid('Template format error: DependsOn must be a string or list of strings.');
  }
  if (condition !== undefined && typeof condition !== 'string') {
    throw invalid(`Template format error: Every Condition member must be a string.`);
  }
  for (const key of ['CreationPolicy', 'UpdatePolicy'] as const) {
    if (given[key] !== undefined) throw notModelled(`the attribute ${key} (of the resource ${logicalId})`);
  }
  return {
    logicalId,
    type,
    properties,
    dependsOn: needs as string[],
    condition,
    deletionPolicy: policyOf(given, 'DeletionPolicy'),
    updateReplacePolicy: policyOf(given, 'UpdateReplacePolicy'),
  };
}

function policyOf(given: Fields, key: 'DeletionPolicy' | 'UpdateReplacePolicy'): Policy {
  const value = given[key] ?? 'Delete';
  const known = ['Delete', 'Retain', 'Snapshot', ...(key === 'DeletionPolicy' ? ['RetainExceptOnCreate'] : [])];
  if (typeof value === 'string' && known.includes(value)) return value as Policy;
  throw invalid(
    `Template format error: Unrecognized ${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

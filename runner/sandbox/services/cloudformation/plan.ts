import type { Tag } from '@aws-sdk/client-cloudformation';
import { checkCapabilities } from './capabilities.ts';
import { knownTemplate } from './known_template.ts';
import { invalid, notModelled } from './refuse.ts';
import { resourceTypes } from './resources/resource_types.ts';
import type { Plan, StackRecord } from './state.ts';
import { checkParameters, type GivenParameter, parameterValues } from './template/parameters.ts';
import { checkReferences } from './template/references.ts';
import type { Template } from './template/template.ts';

/** What the calls that make or change a stack have in common. */
export interface Request {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
  readonly Parameters?: readonly GivenParameter[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
}

/** Reads a template and checks all of it that can be checked before anything is done. */
export function checkedTemplate(body: string): Template {
  const template = knownTemplate(body);
  checkParameters(template.parameters);
  const unknown = [...template.resources.values()].map(({ type }) => type).filter((type) => !resourceTypes.has(type));
  if (unknown.length > 0) {
    const types = [...new Set(unknown)].join(', ');
    throw invalid(`Template format error: Unrecognized resource types: [${types}] (not modelled by the sandbox)`);
  }
  checkReferences(template);
  return template;
}

/** What a stack is to become. */
export function planOf(
  request: Request,
  before: StackRecord | undefined,
): { readonly plan: Plan; readonly template: Template } {
  const templateBody = bodyOf(request, before);
  const template = checkedTemplate(templateBody);
  const parameters = parameterValues(template.parameters, request.Parameters ?? [], before?.plan.parameters);
  checkCapabilities(template, request.Capabilities);
  if (before) checkTypes(template, before);
  const plan: Plan = {
    templateBody,
    parameters,
    // Left out, the tags of the stack stay.
    tags: request.Tags ? checkedTags(request.Tags) : (before?.plan.tags ?? {}),
    capabilities: request.Capabilities ?? [],
    roleArn: request.RoleARN ?? before?.plan.roleArn,
    notificationArns: request.NotificationARNs ?? before?.plan.notificationArns ?? [],
  };
  return { plan, template };
}

function checkTypes(template: Template, before: StackRecord): void {
  const changed = [...template.resources.values()]
    .filter(({ logicalId, type }) => (before.resources.get(logicalId)?.type ?? type) !== type)
    .map(({ logicalId }) => logicalId);
  if (changed.length === 0) return;
  throw invalid(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
  );
}

function bodyOf(request: Request, before: StackRecord | undefined): string {
  if (request.TemplateURL !== undefined) throw notModelled('templates at a TemplateURL: there is no S3');
  if (request.UsePreviousTemplate) {
    if (!before) throw invalid('UsePreviousTemplate cannot be set to true for a stack that does not exist');
    return before.plan.templateBody;
  }
  if (request.TemplateBody === undefined) {
    throw invalid('Either Template URL or Template Body must be specified.');
  }
  return request.TemplateBody;
}

function checkedTags(tags: readonly Tag[]): Record<string, string> {
  const keys = tags.map(({ Key = '' }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`Duplicate tag keys: ${twice}`);
  if (tags.length > 50) throw invalid('A stack can have at most 50 tags.');
  for (const { Key = '', Value = '' } of tags) {
    if (/^aws:/i.test(Key)) throw invalid(`aws: prefixed tag key names are not allowed for external use.`);
    if (Key.length < 1 || Key.length > 128 || Value.length < 1 || Value.length > 256) {
      throw invalid('1 validation error detected: tags must have keys of 1 to 128 and values of 1 to 256 characters');
    }
  }
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

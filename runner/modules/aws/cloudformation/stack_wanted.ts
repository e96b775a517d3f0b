import { wantedTags } from '../../../aws/tags.ts';
import { PlayError } from '../../../diagnostics.ts';
import { containsUnknown, Unknown, unknown } from '../../../template/values.ts';
import type { Wanted } from '../../module.ts';
import type { Data } from './data.ts';
import type { ParameterValues } from './evaluate.ts';
import { givenText, masked, parameterValues } from './parameters.ts';
import { resourcesIn } from './references.ts';
import { outputsOf, type ResourceChange, resourceChanges, resourcesOf, type Source } from './resource_changes.ts';
import { dataOf, type Params, type Stack } from './stack.ts';
import { upToDate } from './stack_read.ts';
import { isNoEcho, type Template } from './template.ts';
import { parseTemplate } from './template_text.ts';

/** What a stack comes to as it is, in terms of a template and the values of its parameters. */
export const sourceOf = ({ template, parameters }: Stack): Source => ({ template, parameters });

/** The template that is asked for; unknown where only AWS can read it. */
export function wantedTemplate(params: Params, now: Stack | undefined): Template | Unknown {
  const { stack_name, template_body: body, template_url } = params;
  if (containsUnknown(body) || template_url !== undefined) return unknown;
  if (typeof body === 'string') {
    requireSize(stack_name, Buffer.byteLength(body));
    return parseTemplate(body, params.template ?? `template of stack ${stack_name}`);
  }
  if (now && isThere(now)) return now.template;
  throw new PlayError({
    code: 'missing-parameter',
    message: `a template is needed to create stack ${stack_name}`,
    hint: 'give template, template_body or template_url',
  });
}

/** CloudFormation takes no longer text in a call (User guide: CloudFormation quotas). */
const longest = 51_200;

function requireSize(name: string, bytes: number): void {
  if (bytes <= longest) return;
  throw new PlayError({
    code: 'stack-template',
    message: `the template of stack ${name} has ${bytes} bytes, and CloudFormation takes ${longest} in a call`,
    hint: 'put it into S3 and give template_url instead',
  });
}

/** Whether the stack holds, or may hold, resources that go on being its own. */
export const isThere = ({ status }: Stack): boolean => !/^(REVIEW_IN_PROGRESS|ROLLBACK_\w+|DELETE_\w+)$/.test(status);

/** What the template and its parameters are to come to; undefined where the template is not known. Secret values are masked. */
export function wantedSource(params: Params, now: Stack | undefined): Source | undefined {
  const template = wantedTemplate(params, now);
  if (template instanceof Unknown) return undefined;
  const before = now && isThere(now) ? now.parameters : {};
  const values = parameterValues(params.stack_name, template, params.template_parameters, before);
  return { template, parameters: maskSecrets(template, values) };
}

function maskSecrets({ Parameters = {} }: Template, values: ParameterValues): ParameterValues {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, isNoEcho(Parameters[name] ?? {}) ? masked : value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The stack that is asked for. Whatever is left out stays as it is. */
export function fromParams(params: Params, found: Stack | undefined): Wanted<Stack> {
  const now = found && isThere(found) ? found : undefined;
  const source = wantedSource(params, found);
  const changes = now && source && resourceChanges(sourceOf(now), source);
  const isSame = changes?.length === 0;
  return {
    stack_name: params.stack_name,
    stack_id: now?.stack_id ?? unknown,
    status: now ? (isSame ? now.status : 'UPDATE_COMPLETE') : 'CREATE_COMPLETE',
    status_reason: isSame && now ? now.status_reason : null,
    template: source?.template ?? unknown,
    contents: source ? (Object.fromEntries(resourcesOf(source)) as Stack['contents']) : unknown,
    parameters: source ? (source.parameters as Record<string, string>) : unknown,
    tags: wantedTags(found?.tags, params.tags as Stack['tags'] | undefined, params.purge_tags),
    role_arn: params.role_arn ?? found?.role_arn ?? null,
    notification_arns: topicsOf(params) ?? found?.notification_arns ?? [],
    termination_protection: params.termination_protection ?? found?.termination_protection ?? false,
    stack_policy: params.stack_policy_body === undefined ? found?.stack_policy : dataOf(params.stack_policy_body),
    outputs: source ? (outputs(now, source, changes ?? []) as Record<string, string>) : unknown,
    resources: isSame && now ? now.resources : unknown,
    events: isSame ? [] : unknown,
    output: isSame ? upToDate : unknown,
    imports_from: [],
    change_set_id: params.create_changeset ? (found?.change_set_id ?? unknown) : null,
  };
}

function topicsOf({ notification_arns: given }: Params): readonly string[] | undefined {
  if (given === undefined) return undefined;
  return (typeof given === 'string' ? given.split(',') : given)
    .map((arn) => arn.trim())
    .filter((arn) => arn !== '')
    .sort();
}

/** The outputs as far as they are known: those of resources that change may change with them. */
function outputs(now: Stack | undefined, want: Source, changes: readonly ResourceChange[]): Record<string, unknown> {
  const changed = new Set(changes.map(({ name }) => name));
  const before = now && outputsOf(sourceOf(now));
  const names = [...outputsOf(want)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    names.map(([name, output]) => {
      const value = (output as { Value?: Data }).Value;
      const old = (before?.get(name) as { Value?: Data } | undefined)?.Value;
      const stays = now?.outputs[name] !== undefined && !containsUnknown(value) && isSameText(old, value);
      if (stays && !resourcesIn(value).some((it) => changed.has(it))) return [name, now.outputs[name]];
      return [name, typeof value === 'object' || value === undefined ? unknown : String(value)];
    }),
  );
}

const isSameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Parameters whose values AWS keeps to itself, and which are given: whether they differ only AWS can tell. */
export function secretsGiven(params: Params, { Parameters = {} }: Template): string[] {
  return Object.entries(Parameters)
    .filter(([name, declaration]) => isNoEcho(declaration) && givenText(params.template_parameters[name]) !== undefined)
    .map(([name]) => name);
}

import {
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  type ParameterDeclaration,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { on } from '../../service.ts';
import { requiredCapabilities } from './capabilities.ts';
import { knownTemplate } from './known_template.ts';
import { requireChangeSet, requireStack } from './lookup.ts';
import { checkedTemplate } from './plan.ts';
import { invalid, notModelled } from './refuse.ts';
import { isSecret } from './template/parameters.ts';
import type { Template } from './template/template.ts';
import { type Fields, isList } from './template/value.ts';

/** Templates, of stacks and of none yet. */
export const templateReadOperations = [
  on(GetTemplateCommand, (input, context) => {
    const { templateBody } =
      input.ChangeSetName === undefined
        ? requireStack(context, input.StackName).plan
        : requireChangeSet(context, input).changeSet.plan;
    return { TemplateBody: templateBody, StagesAvailable: ['Original' as const, 'Processed' as const] };
  }),
  on(ValidateTemplateCommand, (input) => {
    const template = given(input);
    const asked = capabilitiesOf(template);
    return {
      Parameters: Object.entries(template.parameters).map(([key, declared]) => {
        const {
          ParameterType: _type,
          ParameterConstraints: _constraints,
          ...rest
        } = parameter(key, declared as Fields);
        return rest;
      }),
      Description: template.description,
      ...asked,
      DeclaredTransforms: [...template.transforms],
    };
  }),
  on(GetTemplateSummaryCommand, (input, context) => {
    const template =
      input.StackName === undefined
        ? given(input)
        : knownTemplate(requireStack(context, input.StackName).plan.templateBody);
    const resources = [...template.resources.values()];
    return {
      Parameters: Object.entries(template.parameters).map(([key, declared]) => parameter(key, declared as Fields)),
      Description: template.description,
      ...capabilitiesOf(template),
      ResourceTypes: resources.map(({ type }) => type),
      Version: '2010-09-09',
      ...(template.metadata !== undefined && { Metadata: JSON.stringify(template.metadata) }),
      DeclaredTransforms: [...template.transforms],
    };
  }),
];

function given(input: { TemplateBody?: string | undefined; TemplateURL?: string | undefined }): Template {
  if (input.TemplateURL !== undefined) throw notModelled('templates at a TemplateURL: there is no S3');
  if (input.TemplateBody === undefined) throw invalid('Either Template URL or Template Body must be specified.');
  return checkedTemplate(input.TemplateBody);
}

function capabilitiesOf(template: Template) {
  const { capabilities, reason } = requiredCapabilities(template);
  if (capabilities.length === 0) return {};
  return { Capabilities: capabilities as 'CAPABILITY_IAM'[], CapabilitiesReason: reason };
}

function parameter(key: string, declared: Fields): ParameterDeclaration {
  const { Default: value, Type: type, Description: description, AllowedValues: allowed } = declared;
  return {
    ParameterKey: key,
    ...(value !== undefined && { DefaultValue: String(value) }),
    ParameterType: String(type),
    NoEcho: isSecret(declared),
    ...(description !== undefined && { Description: String(description) }),
    ParameterConstraints: isList(allowed) ? { AllowedValues: allowed.map(String) } : {},
  };
}

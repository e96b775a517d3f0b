import { ValidateTemplateCommand, type ValidateTemplateCommandOutput } from '@aws-sdk/client-cloudformation';
import { errorCode } from '../../../aws/errors.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { Unknown } from '../../../template/values.ts';
import type { Data } from './data.ts';
import { sameData } from './data.ts';
import type { Params, Stack } from './stack.ts';
import { cloudFormation } from './stack_read.ts';
import { wantedTemplate } from './stack_wanted.ts';

/** Lets CloudFormation look at a template that is new. Throws PlayError with its reason when it does not take it. */
export async function validateNews(world: World, params: Params, now: Stack | undefined): Promise<void> {
  const { template_body: given, template_url: url } = params;
  // Where one is needed all the same, what makes the stack says so.
  if (given === undefined && url === undefined) return;
  const template = wantedTemplate(params, now);
  if (template instanceof Unknown && url === undefined) return;
  if (now && sameData(template as Data, now.template as unknown as Data)) return;
  const body = url === undefined ? { TemplateBody: String(params.template_body) } : { TemplateURL: url };
  const found = await cloudFormation(world)
    .send(new ValidateTemplateCommand(body))
    .catch((error: unknown) => {
      if (errorCode(error) !== 'ValidationError') throw error;
      throw new PlayError({
        code: 'stack-template',
        message: `CloudFormation does not take the template of stack ${params.stack_name}: ${(error as Error).message}`,
        ...(params.template !== undefined && { hint: `look at ${params.template}` }),
        cause: error,
      });
    });
  requireCapabilities(params, found);
}

function requireCapabilities(params: Params, { Capabilities = [], CapabilitiesReason }: ValidateTemplateCommandOutput) {
  const allowed: readonly string[] = params.capabilities;
  const isAllowed = (name: string) =>
    allowed.includes(name) || (name === 'CAPABILITY_IAM' && allowed.includes('CAPABILITY_NAMED_IAM'));
  const missing = Capabilities.filter((name) => !isAllowed(name));
  if (missing.length === 0) return;
  throw new PlayError({
    code: 'stack-capability',
    message: `the template of stack ${params.stack_name} needs ${missing.join(' and ')}${CapabilitiesReason ? `: ${CapabilitiesReason}` : ''}`,
    hint: 'read what it does, then list it under capabilities',
  });
}

import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { generatedName } from './names.ts';
import type { ResourceType, Situation } from './resources/resource_type.ts';
import { resourceTypes } from './resources/resource_types.ts';
import type { ResourceRecord, StackRecord } from './state.ts';

/** The type of a resource that is in a stack: it was checked on the way in. */
export function typeOf(name: string): ResourceType {
  const type = resourceTypes.get(name);
  if (!type) throw new Error(`the sandbox does not model resources of type ${name}`);
  return type;
}

/** What a provider is told of a resource. */
export function situationOf(stack: StackRecord, logicalId: string, context: Context): Situation {
  return { context, newName: (rules) => generatedName(context, stack.stackName, logicalId, rules) };
}

/** The tags that CloudFormation puts on all that it makes. */
export function markOf(stack: StackRecord, logicalId: string): Record<string, string> {
  return {
    'aws:cloudformation:stack-name': stack.stackName,
    'aws:cloudformation:logical-id': logicalId,
    'aws:cloudformation:stack-id': stack.stackId,
  };
}

/** A resource that is about to be made. */
export function newResource(
  logicalId: string,
  type: string,
  context: Context,
  declared: Pick<ResourceRecord, 'needs' | 'deletionPolicy' | 'updateReplacePolicy'>,
): ResourceRecord {
  const { needs, deletionPolicy, updateReplacePolicy } = declared;
  return {
    logicalId,
    type,
    physicalId: '',
    status: 'CREATE_IN_PROGRESS',
    changedAt: context.now(),
    properties: {},
    needs,
    deletionPolicy,
    updateReplacePolicy,
  };
}

/** Handler error codes by what the service says (CloudFormation CLI guide: Handler error codes). */
const handlerCodes: readonly (readonly [RegExp, string])[] = [
  [/AlreadyExists|^Duplicate|Duplicate$|PriorityInUse/, 'AlreadyExists'],
  [/NotFound|NoSuchEntity/, 'NotFound'],
  [/AccessDenied|Unauthorized|OperationNotPermitted/, 'AccessDenied'],
  [/Throttl|RequestLimitExceeded/, 'Throttling'],
  [/LimitExceeded|^TooMany/, 'ServiceLimitExceeded'],
  [/Internal|ServerException/, 'ServiceInternalError'],
];

/** The reason of a failed resource, in the form that CloudFormation gives the service's own words. */
export function failureReason(error: unknown, type: string, context: Context): string {
  // A fault of ours is not to pass for an answer of AWS.
  if (!(error instanceof ServiceError)) throw error;
  const code = handlerCodes.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'InvalidRequest';
  const service = type.split('::')[1] ?? '';
  const status = `Service: ${service}, Status Code: ${error.status}, Request ID: ${context.uuid()}`;
  return handlerMessage(`${error.message} (${status})`, code, context);
}

/** What a resource's handler says, as events show it. */
export function handlerMessage(message: string, code: string, context: Context): string {
  return `Resource handler returned message: "${message}" (RequestToken: ${context.uuid()}, HandlerErrorCode: ${code})`;
}

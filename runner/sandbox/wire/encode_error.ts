import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema } from '@smithy/types';
import type { ServiceError } from './errors.ts';
import { writeJson } from './json.ts';
import type { Behaviour, ServiceFacts, WireResponse } from './service_shape.ts';
import { element, escapeXml, xmlDocument } from './xml.ts';

/** The error as the service's protocol writes it; code and status come from the modelled shape where there is one. */
export function encodeError(
  service: ServiceFacts,
  errors: Behaviour<never>['errors'],
  error: ServiceError,
  requestId: string,
): WireResponse {
  const schema = errorSchema(errors, error.code);
  const traits = traitsOf(schema);
  return service.protocol === 'awsJson1_1'
    ? jsonError(error, schema, traits.httpError ?? error.status, requestId)
    : queryError(service, error, traits, requestId);
}

interface ErrorTraits {
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly httpError?: number;
}

function traitsOf(schema: StaticErrorSchema | undefined): ErrorTraits {
  return schema && typeof schema[3] === 'object' ? (schema[3] as ErrorTraits) : {};
}

function errorSchema(errors: Behaviour<never>['errors'], code: string): StaticErrorSchema | undefined {
  const isWanted = (candidate: unknown): boolean => {
    const schema = candidate as StaticErrorSchema;
    return schema[0] === -3 && (schema[2] === code || traitsOf(schema).awsQueryError?.[0] === code);
  };
  for (const registry of errors) {
    const found = registry.find(isWanted as Parameters<typeof registry.find>[0]);
    if (found) return found as unknown as StaticErrorSchema;
  }
  return undefined;
}

function jsonError(
  error: ServiceError,
  schema: StaticErrorSchema | undefined,
  status: number,
  requestId: string,
): WireResponse {
  const code = schema?.[2] ?? error.code;
  // The key is `message` or `Message`, as the shape has it.
  const messageKey = schema?.[4].find((member) => member.toLowerCase() === 'message') ?? 'message';
  const members = schema ? (writeJson(NormalizedSchema.of(schema), error.members) as object) : error.members;
  return {
    status,
    headers: {
      'x-amzn-requestid': requestId,
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': code,
    },
    body: JSON.stringify({ __type: code, ...members, [messageKey]: error.message }),
  };
}

function queryError(service: ServiceFacts, error: ServiceError, traits: ErrorTraits, requestId: string): WireResponse {
  const code = traits.awsQueryError?.[0] ?? error.code;
  const status = traits.awsQueryError?.[1] ?? traits.httpError ?? error.status;
  const core = element('Code', escapeXml(code)) + element('Message', escapeXml(error.message));
  const body =
    service.protocol === 'ec2Query'
      ? element('Response', element('Errors', element('Error', core)) + element('RequestID', requestId))
      : `<ErrorResponse xmlns="${service.xmlns}">${element('Error', element('Type', status < 500 ? 'Sender' : 'Receiver') + core)}${element('RequestId', requestId)}</ErrorResponse>`;
  return xmlDocument(status, body, requestId);
}

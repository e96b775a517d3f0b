import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import { encodeError } from './encode_error.ts';
import { ServiceError } from './errors.ts';
import { readJson, writeJson } from './json.ts';
import { readQueryForm } from './query_form.ts';
import { requireMembers } from './required.ts';
import { type Route, route } from './route.ts';
import type { Service, ServiceFacts, WireRequest, WireResponse } from './service_shape.ts';
import { element, writeXmlMembers, xmlDocument } from './xml.ts';

/** What the wire layer asks of the world around it. */
export interface Host<Context> {
  readonly services: readonly Service<Context>[];
  newRequestId(): string;
  /** Makes what a handler gets beside its input; called once for each request that names an operation we have. */
  contextFor(route: Route<Service<Context>>, requestId: string): Context;
  /** Stands between a request and its operation: may refuse it with a ServiceError, or change what becomes of it. */
  interpose?(call: Call<Context>): Promise<WireResponse>;
  /** Hears of an error that is no answer of AWS but a fault of the sandbox. */
  onFault(error: unknown, where: string): void;
}

/** A request whose operation is known, before anything was done. */
export interface Call<Context> {
  readonly route: Route<Service<Context>>;
  readonly requestId: string;
  /** The input, read by the operation's schema. */
  input(): unknown;
  /** Does the operation: in the present, or in another context, whose effects nobody will see. */
  answer(context?: Context): Promise<WireResponse>;
}

/** Answers one request. Knows no operation by name: the schemas of the SDK clients say how to read and write. */
export async function dispatch<Context>(host: Host<Context>, request: WireRequest): Promise<WireResponse> {
  const requestId = host.newRequestId();
  const found = route(host.services, request);
  if (!found) return unknownService(request, requestId);
  const { service } = found;
  const { errors, operations } = await service.load();
  try {
    const operation = operations.get(found.operation);
    if (!operation) throw notImplemented(service, found.operation);
    const input = () => decodeRequest(service, operation.schema, found.form, request.body);
    const answer = async (context = host.contextFor(found, requestId)) => {
      const output = await operation.handle(input() as never, context);
      return encodeResponse(service, operation.schema, output, requestId);
    };
    if (!host.interpose) return await answer();
    return await host.interpose({ route: found, requestId, input, answer });
  } catch (error) {
    if (error instanceof ServiceError) return encodeError(service, errors, error, requestId);
    const where = `${service.name}:${found.operation}`;
    host.onFault(error, where);
    const reason = error instanceof Error ? error.message : String(error);
    const fault = new ServiceError('InternalFailure', `the sandbox failed in ${where}: ${reason}`, 500);
    return { ...encodeError(service, errors, fault, requestId), fault: error };
  }
}

function unknownService(request: WireRequest, requestId: string): WireResponse {
  const name = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
  const message = `the sandbox has no service ${name ?? 'for an unsigned request of this kind'}`;
  return {
    status: 404,
    headers: { 'x-amzn-requestid': requestId, 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: 'UnknownService', message }),
  };
}

function notImplemented(service: ServiceFacts, operation: string): ServiceError {
  return new ServiceError('NotImplemented', `the sandbox does not implement ${service.name}:${operation}`, 501);
}

function decodeRequest(
  { protocol }: ServiceFacts,
  operation: StaticOperationSchema,
  form: URLSearchParams,
  body: string,
): unknown {
  const schema = NormalizedSchema.of(operation[4]);
  const read = protocol === 'awsJson1_1' ? readJson(schema, parseJson(body)) : readQueryForm(schema, form, protocol);
  const input = read ?? {};
  requireMembers(protocol, schema, input);
  return input;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body || '{}');
  } catch {
    throw new ServiceError('SerializationException', 'The body is not JSON.');
  }
}

function encodeResponse(
  service: ServiceFacts,
  operation: StaticOperationSchema,
  output: unknown,
  requestId: string,
): WireResponse {
  const schema = NormalizedSchema.of(operation[5]);
  if (service.protocol === 'awsJson1_1') {
    return {
      status: 200,
      headers: { 'x-amzn-requestid': requestId, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(writeJson(schema, output ?? {}) ?? {}),
    };
  }
  const name = operation[2];
  const members = writeXmlMembers(schema, output ?? {});
  const content = service.protocol === 'ec2Query' ? ec2Content() : queryContent();
  return xmlDocument(200, `<${name}Response xmlns="${service.xmlns}">${content}</${name}Response>`, requestId);

  function ec2Content(): string {
    return element('requestId', requestId) + (schema.isUnitSchema() ? element('return', 'true') : members);
  }

  function queryContent(): string {
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    return (schema.isUnitSchema() ? '' : element(`${name}Result`, members)) + metadata;
  }
}

import { encodeError } from './encode_error.ts';
import { ServiceError } from './errors.ts';
import type { Protocol, ServiceFacts, WireRequest, WireResponse } from './service_shape.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const scopePattern = /Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]*)\/([^/,\s]*)\/aws4_request/;

/**
 * The answer to a request that AWS would not let in; undefined when it may pass. The signature itself is not computed:
 * every secret is right here. That there is one, and where it says the request belongs, is looked at.
 */
export function refuseUnsigned(
  services: readonly ServiceFacts[],
  request: WireRequest,
  requestId: string,
): WireResponse | undefined {
  const meant = meantService(services, request);
  const protocol = meant?.protocol ?? (request.headers['x-amz-target'] === undefined ? 'awsQuery' : 'awsJson1_1');
  const error = problem(services, meant, protocol, request.headers['authorization']);
  if (!error) return undefined;
  const facts = meant ?? { name: '', protocol, version: '', xmlns: '', target: '' };
  return encodeError(facts, [], error, requestId);
}

/** The service that the request's form speaks of, whatever it was signed for. */
export function meantService<S extends ServiceFacts>(services: readonly S[], request: WireRequest): S | undefined {
  const target = request.headers['x-amz-target']?.split('.')[0];
  if (target !== undefined) return services.find((each) => each.target === target);
  const version = /(?:^|&)Version=([^&]*)/.exec(request.body)?.[1];
  return services.find((each) => each.version === version);
}

function problem(
  services: readonly ServiceFacts[],
  meant: ServiceFacts | undefined,
  protocol: Protocol,
  authorization: string | undefined,
): ServiceError | undefined {
  const isJson = protocol === 'awsJson1_1';
  // The names of JSON services end in Exception, and they answer 400 where query services answer 403.
  const named = (code: string, message: string) =>
    new ServiceError(isJson ? `${code}Exception` : code, message, isJson ? 400 : 403);
  if (!authorization) return named('MissingAuthenticationToken', 'Request is missing Authentication Token');
  const incomplete = incompleteness(authorization);
  if (incomplete) return new ServiceError(isJson ? 'IncompleteSignatureException' : 'IncompleteSignature', incomplete);
  const [, , , region = '', name = ''] = scopePattern.exec(authorization)!;
  const mismatch = isJson ? 'InvalidSignature' : 'SignatureDoesNotMatch';
  if (!/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region))
    return named(mismatch, `Credential should be scoped to a valid region, not '${region}'. `);
  // A service that is not there at all is told by name later.
  if (meant && meant.name !== name && services.some((each) => each.name === name))
    return named(mismatch, `Credential should be scoped to correct service: '${meant.name}'. `);
  return undefined;
}

/** What an authorization header lacks, in AWS's words (IAM user guide: troubleshoot signed requests). */
function incompleteness(authorization: string): string | undefined {
  const parts = (['Credential', 'Signature', 'SignedHeaders'] as const).filter(
    (part) => !new RegExp(`\\b${part}=[^,\\s]`).test(authorization),
  );
  const said = parts.map((part) => `Authorization header requires '${part}' parameter.`);
  if (!authorization.startsWith(`${ALGORITHM} `)) said.unshift(`Unsupported AWS 'algorithm'.`);
  if (said.length > 0) return `${said.join(' ')} Authorization=${authorization.split(/\s/)[0]}`;
  if (scopePattern.test(authorization)) return undefined;
  return "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, and end in 'aws4_request'.";
}

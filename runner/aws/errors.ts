import { PlayError } from '../diagnostics.ts';
import { failedAddress, isConnectionFailure } from './network.ts';

/** An error of AWS in words for the person who must act. */
export interface Explanation {
  readonly message: string;
  /** Stable; AWS's own error code where there is nothing better. */
  readonly code: string;
  readonly hint?: string;
}

interface AwsError {
  readonly name?: string;
  readonly Code?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number; readonly attempts?: number };
}

/** AWS's error code (`InvalidVpcID.NotFound`), which need not be the name of the SDK's class. */
export function errorCode(error: unknown): string {
  const { Code, name, code } = (error ?? {}) as AwsError;
  return Code ?? (name && name !== 'Error' ? name : undefined) ?? code ?? 'Error';
}

/** Whether AWS was asked too often. */
export const isThrottled = (error: unknown): boolean =>
  /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|BandwidthLimit/i.test(errorCode(error));

/** Whether the error came from AWS or from the way there, and not from a fault of ours. */
export function isAwsError(error: unknown): boolean {
  return (error as AwsError | undefined)?.$metadata !== undefined || isConnectionFailure(error);
}

/** Says what happened, what to look at, and what to do; never with a stack. */
export function explainAwsError(error: unknown): Explanation {
  if (error instanceof PlayError)
    return { code: error.code, message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  return explainNetwork(error) ?? explainByCode(error) ?? plain(error);
}

function explainNetwork(error: unknown): Explanation | undefined {
  const { name, message = '' } = (error ?? {}) as AwsError;
  if (isConnectionFailure(error)) {
    const address = failedAddress(error);
    const why = message.includes('did not establish') ? 'no connection within the time allowed' : message || 'refused';
    return {
      code: 'unreachable',
      message: `AWS cannot be reached${address ? ` at ${address}` : ''}: ${why}`,
      hint: 'check the network, the region, and endpoint_url or AWS_ENDPOINT_URL; --sandbox needs no network',
    };
  }
  if (/certificate|self.signed/i.test(message))
    return {
      code: 'certificate',
      message: `the endpoint's certificate is not trusted: ${message}`,
      hint: 'set aws_ca_bundle or AWS_CA_BUNDLE to the file of certificates to trust',
    };
  if (name === 'TimeoutError') return { code: 'timeout', message: `AWS did not answer in time: ${message}` };
  return undefined;
}

/** First match wins. */
const byCode: readonly (readonly [RegExp, string, string])[] = [
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/, 'expired_token', 'get new credentials, e.g. aws sso login'],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|InvalidToken)$/,
    'invalid_credentials',
    'AWS does not know these credentials: check AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN or the profile',
  ],
  [
    /^(SignatureDoesNotMatch|InvalidSignatureException|RequestTimeTooSkewed|RequestInTheFuture)$/,
    'signature',
    "check the secret key, and that this machine's clock is right",
  ],
  [/^(Throttl\w*|RequestLimitExceeded|TooManyRequestsException|SlowDown)/, 'throttled', 'wait a little and run again'],
];

function explainByCode(error: unknown): Explanation | undefined {
  const code = errorCode(error);
  if (/^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError\w*)$/.test(code))
    return explainDenied(error);
  const found = byCode.find(([pattern]) => pattern.test(code));
  return found && { ...plain(error), code: found[1], hint: found[2] };
}

/** AWS names who may not do what on which resource; the hint repeats only what must be granted. */
function explainDenied(error: unknown): Explanation {
  const { message = '' } = error as AwsError;
  const action = /perform:? (?:this operation: )?([a-z0-9-]+:\w+)/i.exec(message)?.[1];
  const resource = /on resource: (\S+)/.exec(message)?.[1]?.replace(/[,.]$/, '');
  const where = resource ? ` on ${resource}` : '';
  return {
    ...plain(error),
    code: 'access-denied',
    hint: action
      ? `the caller needs permission for ${action}${where}`
      : 'the caller lacks a permission; aws sts get-caller-identity tells who it is',
  };
}

function plain(error: unknown): Explanation {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) };
  const { $metadata } = error as AwsError;
  const code = errorCode(error);
  const text = error.message || (error as AwsError).code || `HTTP status ${$metadata?.httpStatusCode ?? 'unknown'}`;
  const id = $metadata?.requestId ? ` (request id ${$metadata.requestId})` : '';
  return { code, message: `${code}: ${text}${id}` };
}

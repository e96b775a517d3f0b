import { ServiceError } from '../wire/errors.ts';
import type { Protocol } from '../wire/service_shape.ts';

/** A call that a fault refuses. */
export interface Refused {
  readonly protocol: Protocol;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
}

type Words = Readonly<
  Record<Protocol, readonly [code: string, status: number, message: (call: Refused, resource?: string) => string]>
>;

const always = (text: string) => () => text;

const denied = ({ service, operation, account }: Refused, resource = '*') =>
  `User: arn:aws:iam::${account}:user/sandbox is not authorized to perform: ${service}:${operation} on resource: ${resource} because no identity-based policy allows the ${service}:${operation} action`;

/** One meaning, and how each protocol words it (Common errors in each service's API reference). */
const meanings: readonly (readonly [codes: RegExp, words: Words])[] = [
  [
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError)$/,
    {
      ec2Query: [
        'UnauthorizedOperation',
        403,
        (call) =>
          `You are not authorized to perform this operation. ${denied(call, `arn:aws:ec2:${call.region}:${call.account}:*`)}`,
      ],
      awsQuery: ['AccessDenied', 403, denied],
      awsJson1_1: ['AccessDeniedException', 400, denied],
    },
  ],
  [
    /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/,
    {
      ec2Query: ['RequestExpired', 400, always('Request has expired.')],
      awsQuery: ['ExpiredToken', 403, always('The security token included in the request is expired')],
      awsJson1_1: ['ExpiredTokenException', 400, always('The security token included in the request is expired')],
    },
  ],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|AuthFailure)$/,
    {
      ec2Query: ['AuthFailure', 401, always('AWS was not able to validate the provided access credentials')],
      awsQuery: ['InvalidClientTokenId', 403, always('The security token included in the request is invalid.')],
      awsJson1_1: [
        'UnrecognizedClientException',
        400,
        always('The security token included in the request is invalid.'),
      ],
    },
  ],
  [
    /^(Throttl\w*|RequestLimitExceeded|TooManyRequestsException)$/,
    {
      ec2Query: ['RequestLimitExceeded', 503, always('Request limit exceeded.')],
      awsQuery: ['Throttling', 400, always('Rate exceeded')],
      awsJson1_1: ['ThrottlingException', 400, always('Rate exceeded')],
    },
  ],
  [
    /^(Internal\w*|Server\w*|Unavailable)$/,
    {
      ec2Query: ['InternalError', 500, always('An internal error has occurred')],
      awsQuery: ['InternalFailure', 500, always('The request processing has failed because of an unknown error.')],
      awsJson1_1: ['ServerException', 500, always('An internal error occurred.')],
    },
  ],
];

/**
 * The error a refused call gets. A code that every service words in its own way is turned into the one this service
 * would use; any other is answered as it was written.
 */
export function refusal(call: Refused, code: string, resource?: string): ServiceError {
  const words = meanings.find(([codes]) => codes.test(code))?.[1][call.protocol];
  if (!words) return new ServiceError(code, `refused by a fault of the sandbox: ${code}`);
  const [own, status, message] = words;
  return new ServiceError(own, message(call, resource), status);
}

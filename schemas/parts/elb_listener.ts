import type { PropertySchema } from '../../runner/schema/schema.ts';

const text = (description: string) => ({ type: 'string', description }) as const;
const texts = (description: string) => ({ type: 'array', items: { type: 'string' }, description }) as const;

const values = (description: string) =>
  ({
    type: 'object',
    additionalProperties: false,
    description,
    properties: { Values: texts('Values, of which one must match.') },
  }) as const;

const authentication = {
  OnUnauthenticatedRequest: {
    type: 'string',
    enum: ['deny', 'allow', 'authenticate'],
    description: 'What becomes of others.',
  },
  Scope: text('What is asked for; `openid` when left out.'),
  SessionCookieName: text('Name of the session cookie.'),
  SessionTimeout: { type: 'integer', description: 'Seconds a session lasts; a week when left out.' },
  AuthenticationRequestExtraParams: {
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Further query parameters of the request.',
  },
} as const;

const targetGroup = {
  TargetGroupName: text('Name of the target group.'),
  TargetGroupArn: text('ARN of the target group.'),
} as const;

const forward = {
  type: 'object',
  additionalProperties: false,
  description: 'Several target groups with weights.',
  properties: {
    TargetGroups: {
      type: 'array',
      description: 'The target groups.',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          ...targetGroup,
          Weight: { type: 'integer', minimum: 0, maximum: 999, description: 'Its share; 1 when left out.' },
        },
      },
    },
    TargetGroupStickinessConfig: {
      type: 'object',
      additionalProperties: false,
      description: 'Keep a client with its target group.',
      properties: {
        Enabled: { type: 'boolean', description: 'Whether it is kept.' },
        DurationSeconds: { type: 'integer', description: 'For how long.' },
      },
    },
  },
} as const;

/** What a listener or rule does with a request, with the keys of the API's Action. */
export const elbAction = {
  type: 'object',
  additionalProperties: false,
  required: ['Type'],
  properties: {
    Type: {
      type: 'string',
      enum: ['forward', 'redirect', 'fixed-response', 'authenticate-oidc', 'authenticate-cognito'],
      description: 'Kind of action.',
    },
    ...targetGroup,
    Order: {
      type: 'integer',
      description: 'Place among several actions; the order they are written in when left out.',
    },
    ForwardConfig: forward,
    RedirectConfig: {
      type: 'object',
      additionalProperties: false,
      required: ['StatusCode'],
      description: 'Where to send the client. What is left out stays as it was asked for.',
      properties: {
        Protocol: text('`HTTP`, `HTTPS` or `#{protocol}`.'),
        Port: text('Port, or `#{port}`.'),
        Host: text('Host name, with `#{host}` for the one asked for.'),
        Path: text('Path, with `#{path}` for the one asked for, without its first slash.'),
        Query: text('Query, with `#{query}` for the one asked for.'),
        StatusCode: { type: 'string', enum: ['HTTP_301', 'HTTP_302'], description: 'For good, or for now.' },
      },
    },
    FixedResponseConfig: {
      type: 'object',
      additionalProperties: false,
      required: ['StatusCode'],
      description: 'An answer without any target.',
      properties: {
        StatusCode: { type: 'string', pattern: '^[245][0-9][0-9]$', description: 'Status of the answer.' },
        ContentType: {
          type: 'string',
          enum: ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'],
          description: 'Type of its body.',
        },
        MessageBody: { type: 'string', maxLength: 1024, description: 'Its body.' },
      },
    },
    AuthenticateOidcConfig: {
      type: 'object',
      additionalProperties: false,
      required: ['Issuer', 'AuthorizationEndpoint', 'TokenEndpoint', 'UserInfoEndpoint', 'ClientId'],
      description: 'Log in with OpenID Connect. AWS never shows the secret: a change of the secret alone is not seen.',
      properties: {
        Issuer: text('Issuer.'),
        AuthorizationEndpoint: text('Authorization endpoint.'),
        TokenEndpoint: text('Token endpoint.'),
        UserInfoEndpoint: text('User info endpoint.'),
        ClientId: text('Client ID.'),
        ClientSecret: { type: 'string', secret: true, description: 'Client secret.' },
        UseExistingClientSecret: { type: 'boolean', description: 'Keep the secret AWS has.' },
        ...authentication,
      },
    },
    AuthenticateCognitoConfig: {
      type: 'object',
      additionalProperties: false,
      required: ['UserPoolArn', 'UserPoolClientId', 'UserPoolDomain'],
      description: 'Log in with Cognito.',
      properties: {
        UserPoolArn: text('ARN of the user pool.'),
        UserPoolClientId: text('Client ID.'),
        UserPoolDomain: text('Domain of the user pool.'),
        ...authentication,
      },
    },
  },
} as const satisfies PropertySchema;

/** What a request must be like for a rule to apply, with the keys of the API's RuleCondition. */
export const elbCondition = {
  type: 'object',
  additionalProperties: false,
  required: ['Field'],
  properties: {
    Field: {
      type: 'string',
      enum: ['host-header', 'path-pattern', 'http-header', 'http-request-method', 'query-string', 'source-ip'],
      description: 'What is looked at.',
    },
    Values: texts('Values, of which one must match; the short form for host, path, method and source address.'),
    HostHeaderConfig: values('Host names, with `*` and `?`.'),
    PathPatternConfig: values('Paths, with `*` and `?`.'),
    HttpRequestMethodConfig: values('Methods.'),
    SourceIpConfig: values('Networks in CIDR notation.'),
    HttpHeaderConfig: {
      type: 'object',
      additionalProperties: false,
      required: ['HttpHeaderName', 'Values'],
      description: 'A header.',
      properties: { HttpHeaderName: text('Its name.'), Values: texts('Values, with `*` and `?`.') },
    },
    QueryStringConfig: {
      type: 'object',
      additionalProperties: false,
      description: 'Parts of the query.',
      properties: {
        Values: {
          type: 'array',
          description: 'Parts, of which one must match.',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['Value'],
            properties: { Key: text('Name; any when left out.'), Value: text('Value, with `*` and `?`.') },
          },
        },
      },
    },
  },
} as const satisfies PropertySchema;

/** One listener with its rules. */
export const elbListener = {
  type: 'object',
  additionalProperties: false,
  required: ['Protocol', 'Port', 'DefaultActions'],
  properties: {
    Protocol: { type: 'string', enum: ['HTTP', 'HTTPS'], description: 'Protocol of the clients.' },
    Port: { type: 'integer', minimum: 1, maximum: 65535, description: 'Port; a listener is known by it.' },
    SslPolicy: text("HTTPS: name of the policy that says which ciphers are good enough; AWS's default when left out."),
    Certificates: {
      type: 'array',
      description: 'HTTPS: the certificates. The first is the default, further ones are chosen by server name.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['CertificateArn'],
        properties: {
          CertificateArn: text('ARN of the certificate.'),
          IsDefault: {
            type: 'boolean',
            description: 'Taken for the sake of existing playbooks: the first is the default.',
          },
        },
      },
    },
    AlpnPolicy: {
      type: 'array',
      items: { type: 'string' },
      description: 'ALPN policy (network load balancers with TLS).',
    },
    DefaultActions: { type: 'array', minItems: 1, items: elbAction, description: 'What happens when no rule applies.' },
    Rules: {
      type: 'array',
      description: 'Rules, known by their priority. Left out, rules stay as they are.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['Priority', 'Conditions', 'Actions'],
        properties: {
          Priority: { type: 'integer', minimum: 1, maximum: 50000, description: 'The lowest that applies wins.' },
          Conditions: {
            type: 'array',
            minItems: 1,
            items: elbCondition,
            description: 'Conditions, all of which must hold.',
          },
          Actions: { type: 'array', minItems: 1, items: elbAction, description: 'What happens then.' },
        },
      },
    },
  },
} as const satisfies PropertySchema;

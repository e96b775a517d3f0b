import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { on } from '../../service.ts';

const twelveHours = 12 * 60 * 60 * 1000;

/** The credentials for `docker login`. Behaviour: `GetAuthorizationToken`; the password opens nothing. */
export const authorizationOperations = [
  on(GetAuthorizationTokenCommand, (input, context) => ({
    authorizationData: (input.registryIds ?? [context.account]).map((registry) => ({
      authorizationToken: Buffer.from(`AWS:${context.hex(64)}`).toString('base64'),
      expiresAt: new Date(context.now().getTime() + twelveHours),
      proxyEndpoint: `https://${registry}.dkr.ecr.${context.region}.amazonaws.com`,
    })),
  })),
];

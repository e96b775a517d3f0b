import { DescribeRegistriesCommand, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr-public';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { hexDigits } from '../../store.ts';
import { ServiceError } from '../../wire/errors.ts';

const twelveHours = 12 * 60 * 60 * 1000;

/** The registry and its logins. Behaviour: `DescribeRegistries`, `GetAuthorizationToken`; the password opens nothing. */
export const publicRegistryOperations = [
  on(DescribeRegistriesCommand, (_input, context) => {
    requireTokenRegion(context);
    return { registries: [publicRegistry(context)] };
  }),
  on(GetAuthorizationTokenCommand, (_input, context) => {
    requireTokenRegion(context);
    return {
      authorizationData: {
        authorizationToken: Buffer.from(`AWS:${context.hex(64)}`).toString('base64'),
        expiresAt: new Date(context.now().getTime() + twelveHours),
      },
    };
  }),
];

/** The account's registry, under the alias that AWS gives each. */
export function publicRegistry({ account }: Context) {
  const name = `s${hexDigits(account, 7)}`;
  return {
    registryId: account,
    registryArn: `arn:aws:ecr-public::${account}:registry/${account}`,
    registryUri: `public.ecr.aws/${name}`,
    verified: false,
    aliases: [{ name, status: 'ACTIVE' as const, primaryRegistryAlias: true, defaultRegistryAlias: true }],
  };
}

/** Other regions do not have the service; on AWS their addresses do not exist. */
export function requireTokenRegion({ region }: Context): void {
  if (region !== 'us-east-1')
    throw new ServiceError('UnsupportedCommandException', `ECR Public is not in ${region}, only in us-east-1`);
}

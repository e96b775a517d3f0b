import { errorTypeRegistries, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Context } from '../../context.ts';
import { on, service } from '../../service.ts';

/** AWS Security Token Service: who the caller is. Behaviour: API reference, `GetCallerIdentity`. */
export const sts = service(errorTypeRegistries, [
  on(GetCallerIdentityCommand, (_input, { account, arn }: Context) => ({
    UserId: 'AIDASANDBOXSANDBOX123',
    Account: account,
    Arn: arn('iam', 'user/sandbox'),
  })),
]);

import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsCallerInfoSchema } from '../../../schemas/aws_caller_info.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { World } from '../../aws/world.ts';
import { info } from '../module.ts';

/** Who calls, as the page of `amazon.aws.aws_caller_info` documents it. */
export const awsCallerInfo = info({
  name: 'aws_caller_info',
  schema: awsCallerInfoSchema,
  async read(world) {
    const { Account, Arn, UserId } = await world.client(STSClient).send(new GetCallerIdentityCommand({}));
    return { account: Account, account_alias: await accountAlias(world), arn: Arn, user_id: UserId };
  },
});

/** The alias is a nicety: callers who may not see it, of whom there are many, get none. */
async function accountAlias(world: World): Promise<string> {
  const found = await unlessMissing(['AccessDenied', 'AccessDeniedException'], () =>
    world.client(IAMClient).send(new ListAccountAliasesCommand({})),
  );
  return found?.AccountAliases?.[0] ?? '';
}

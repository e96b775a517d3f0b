import { GetRoleCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { type Tags, tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { noSuchEntity } from './missing.ts';

/** The tags of the role or user that an inline policy belongs to; a group bears none (IAM user guide, tagging). */
export async function tagsOfPrincipal(
  world: World,
  type: 'role' | 'user' | 'group',
  name: string,
): Promise<Tags | undefined> {
  const iam = world.client(IAMClient);
  if (type === 'role') {
    const found = await unlessMissing(noSuchEntity, () => iam.send(new GetRoleCommand({ RoleName: name })));
    return found && tagsFromList(found.Role?.Tags);
  }
  if (type === 'group') return undefined;
  const found = await unlessMissing(noSuchEntity, () => iam.send(new GetUserCommand({ UserName: name })));
  return found && tagsFromList(found.User?.Tags);
}

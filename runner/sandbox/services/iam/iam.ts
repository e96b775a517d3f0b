import { errorTypeRegistries } from '@aws-sdk/client-iam';
import { service } from '../../service.ts';
import { attachedPolicyOperations } from './attached_policies.ts';
import { inlinePolicyOperations } from './inline_policies.ts';
import { instanceProfileOperations } from './instance_profile.ts';
import { policyOperations } from './policy.ts';
import { principalDetailOperations } from './principal_details.ts';
import { roleOperations } from './role.ts';
import { serviceLinkedRoleOperations } from './service_linked_role.ts';
import { userAndGroupOperations } from './user_and_group.ts';

/** AWS Identity and Access Management: who there is, and which policies they have. Nothing is enforced. */
export const iam = service(errorTypeRegistries, [
  ...roleOperations,
  ...inlinePolicyOperations,
  ...attachedPolicyOperations,
  ...policyOperations,
  ...principalDetailOperations,
  ...instanceProfileOperations,
  ...serviceLinkedRoleOperations,
  ...userAndGroupOperations,
]);

import { errorTypeRegistries } from '@aws-sdk/client-cloudformation';
import { service } from '../../service.ts';
import { changeSetOperations } from './change_sets.ts';
import { rollbackOperations } from './rollbacks.ts';
import { stackActor } from './stack_actor.ts';
import { stackChangeOperations } from './stack_changes.ts';
import { stackDeletionOperations } from './stack_deletion.ts';
import { stackReadOperations } from './stack_reads.ts';
import { templateReadOperations } from './template_reads.ts';

/** AWS CloudFormation: stacks, whose resources are made by the same handlers as by direct calls. */
export const cloudFormation = service(
  errorTypeRegistries,
  [
    ...stackChangeOperations,
    ...stackDeletionOperations,
    ...changeSetOperations,
    ...stackReadOperations,
    ...templateReadOperations,
    ...rollbackOperations,
  ],
  stackActor,
);

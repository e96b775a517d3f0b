import type { Parameter, ResourceStatus, StackEvent, StackStatus, Tag } from '@aws-sdk/client-cloudformation';
import { regional } from '../../store.ts';
import type { ParameterValues } from './template/parameters.ts';
import type { Policy } from './template/template.ts';
import type { Fields, Value } from './template/value.ts';

/** A resource of a stack. */
export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  physicalId: string;
  status: ResourceStatus;
  statusReason?: string | undefined;
  changedAt: Date;
  /** Its properties, with functions called, as they were last applied; none while it was never there. */
  properties: Fields;
  /** What it needs to be there, by logical id. */
  needs: readonly string[];
  deletionPolicy: Policy;
  updateReplacePolicy: Policy;
}

/** An output of a stack. */
export interface OutputRecord {
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly exportName?: string | undefined;
}

/** What a stack is to become, or was. */
export interface Plan {
  readonly templateBody: string;
  readonly parameters: ParameterValues;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly roleArn?: string | undefined;
  readonly notificationArns: readonly string[];
}

/** One resource on its way. */
export interface TaskRecord {
  readonly logicalId: string;
  readonly action: 'apply' | 'delete' | 'restore';
  /** Which resource to delete; it may be the older one of two with the same logical id. */
  readonly target?: ResourceRecord | undefined;
  readonly needs: readonly string[];
  phase: 'waiting' | 'calling' | 'opening' | 'settling' | 'done' | 'failed';
  /** When it is looked at next, in milliseconds. */
  dueAt: number;
  /** When its call was made, in milliseconds. */
  calledAt?: number | undefined;
  /** When it is given up. */
  deadline: number;
  /** What an `apply` turned out to be. */
  change?: 'create' | 'update' | 'replace' | undefined;
  /** The properties it brings. */
  wanted?: Fields | undefined;
  /** The resource as it was. */
  before?: ResourceRecord | undefined;
}

/** What is going on with a stack. */
export interface WorkRecord {
  readonly kind: 'create' | 'update' | 'delete' | 'undo-create' | 'undo-update' | 'clean-up';
  readonly tasks: TaskRecord[];
  failed: string[];
  /** Nothing happens before. */
  pausedUntil: number;
  /** All that is to be done was done. */
  isOver: boolean;
  /** Why it failed, when no resource did. */
  problem?: string | undefined;
  /** What it ends in, for a cleaning up. */
  readonly endsIn?: StackStatus | undefined;
  /** When all of it is given up. */
  readonly deadline?: number | undefined;
}

/** What an update needs to be undone. */
export interface UndoRecord {
  readonly plan: Plan;
  readonly resources: Map<string, ResourceRecord>;
  readonly outputs: OutputRecord[];
  readonly description: string | undefined;
}

/** A stack. */
export interface StackRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly createdAt: Date;
  updatedAt?: Date | undefined;
  deletedAt?: Date | undefined;
  status: StackStatus;
  statusReason?: string | undefined;
  plan: Plan;
  description?: string | undefined;
  resources: Map<string, ResourceRecord>;
  outputs: OutputRecord[];
  events: StackEvent[];
  onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  timeoutInMinutes?: number | undefined;
  terminationProtection: boolean;
  policy?: string | undefined;
  /** The policy of one update only. */
  policyDuringUpdate?: string | undefined;
  changeSetId?: string | undefined;
  work?: WorkRecord | undefined;
  undo?: UndoRecord | undefined;
  /** Resources that an update left behind, to be deleted when it is over. */
  leftovers: ResourceRecord[];
  /** The token of the call that began what goes on. */
  token?: string | undefined;
}

/** A change of one property, as a change set tells it. */
export interface DetailRecord {
  readonly attribute: 'Properties' | 'Tags' | 'DeletionPolicy' | 'UpdateReplacePolicy';
  readonly name?: string | undefined;
  readonly recreation: 'Never' | 'Conditionally' | 'Always';
  readonly source: 'DirectModification' | 'ParameterReference' | 'ResourceReference' | 'ResourceAttribute';
  readonly causedBy?: string | undefined;
  readonly isStatic: boolean;
  readonly before?: Value | undefined;
  readonly after?: Value | undefined;
}

/** What becomes of a resource. */
export interface ChangeRecord {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly physicalId?: string | undefined;
  readonly type: string;
  readonly replacement?: 'True' | 'False' | 'Conditional' | undefined;
  readonly scope: readonly ('Properties' | 'Tags' | 'DeletionPolicy' | 'UpdateReplacePolicy')[];
  readonly policyAction?: string | undefined;
  readonly details: readonly DetailRecord[];
  readonly before?: Fields | undefined;
  readonly after?: Fields | undefined;
}

/** A change set. */
export interface ChangeSetRecord {
  readonly changeSetId: string;
  readonly name: string;
  readonly stackId: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly description?: string | undefined;
  readonly token?: string | undefined;
  readonly createdAt: Date;
  /** When it turns from being made to made. */
  readonly readyAt: number;
  readonly plan: Plan;
  readonly shownParameters: readonly Parameter[];
  readonly tags: readonly Tag[];
  readonly onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  readonly changes: readonly ChangeRecord[];
  readonly failure?: string | undefined;
  execution: 'AVAILABLE' | 'UNAVAILABLE' | 'OBSOLETE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED';
}

/** The stacks of a region and their change sets, each by its ARN. */
export interface CloudFormationState {
  readonly stacks: Map<string, StackRecord>;
  readonly changeSets: Map<string, ChangeSetRecord>;
}

/** Where the stacks of a region are kept. */
export const cloudFormationState = regional(
  'cloudformation',
  (): CloudFormationState => ({ stacks: new Map(), changeSets: new Map() }),
);

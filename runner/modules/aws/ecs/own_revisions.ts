import { ECSClient, paginateListTaskDefinitions, type TaskDefinitionStatus } from '@aws-sdk/client-ecs';
import { isOwned, type Owner } from '../../../aws/ownership.ts';
import type { World } from '../../../aws/world.ts';
import type { TaskDefinition } from './task_definition.ts';
import { describeRevision, familyOf } from './task_definition_read.ts';

/** Tags take a call for each revision; more at a time and ECS throttles. */
const atOnce = 5;

/**
 * The newest of a family's revisions that the owner made, with those that are active and all that can be deleted for good; an
 * interrupted removal leaves some inactive. Undefined when there is none.
 */
export async function ownRevisions(world: World, family: string, owner: Owner): Promise<TaskDefinition | undefined> {
  const arns = [...(await revisions(world, family, 'ACTIVE')), ...(await revisions(world, family, 'INACTIVE'))];
  const own: TaskDefinition[] = [];
  for (let from = 0; from < arns.length; from += atOnce) {
    const found = await Promise.all(arns.slice(from, from + atOnce).map((arn) => describeRevision(world, arn)));
    own.push(...found.filter((each) => each !== undefined).filter(({ tags }) => isOwned(tags, owner)));
  }
  return together(own);
}

/** The same of a single revision. */
export async function ownRevision(world: World, asked: string, owner: Owner): Promise<TaskDefinition | undefined> {
  const found = await describeRevision(world, asked);
  return together(found && isOwned(found.tags, owner) ? [found] : []);
}

function together(own: readonly TaskDefinition[]): TaskDefinition | undefined {
  const left = own.filter(({ status }) => status !== 'DELETE_IN_PROGRESS').sort((a, b) => a.revision - b.revision);
  const active = left.filter(({ status }) => status === 'ACTIVE').map(({ arn }) => arn);
  const newest = left.at(-1);
  return newest && { ...newest, active, doomed: left.map(({ arn }) => arn) };
}

async function revisions(world: World, family: string, status: TaskDefinitionStatus): Promise<string[]> {
  const arns: string[] = [];
  const pages = paginateListTaskDefinitions({ client: world.client(ECSClient) }, { familyPrefix: family, status });
  for await (const page of pages) arns.push(...(page.taskDefinitionArns ?? []));
  return arns.filter((arn) => familyOf(arn) === family);
}

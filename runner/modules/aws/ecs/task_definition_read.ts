import { DescribeTaskDefinitionCommand, ECSClient, paginateListTaskDefinitions } from '@aws-sdk/client-ecs';
import { errorCode } from '../../../aws/errors.ts';
import type { World } from '../../../aws/world.ts';
import { fromAws, type TaskDefinition } from './task_definition.ts';

/** A revision by its ARN or `family:revision`, or the latest active one of a family; undefined when there is none. */
export async function describeRevision(world: World, asked: string): Promise<TaskDefinition | undefined> {
  try {
    const { taskDefinition, tags } = await world
      .client(ECSClient)
      .send(new DescribeTaskDefinitionCommand({ taskDefinition: asked, include: ['TAGS'] }));
    return taskDefinition && fromAws(taskDefinition, tags);
  } catch (error) {
    // ECS has no error code of its own for this.
    if (errorCode(error) === 'ClientException' && /unable to describe task definition/i.test((error as Error).message))
      return undefined;
    throw error;
  }
}

/** ARNs of all active revisions of a family, oldest first. */
export async function activeRevisions(world: World, family: string): Promise<string[]> {
  const arns: string[] = [];
  const pages = paginateListTaskDefinitions(
    { client: world.client(ECSClient) },
    { familyPrefix: family, status: 'ACTIVE', sort: 'ASC' },
  );
  for await (const page of pages) arns.push(...(page.taskDefinitionArns ?? []));
  return arns.filter((arn) => familyOf(arn) === family);
}

/** `app:3` of `arn:aws:ecs:eu-west-1:123456789012:task-definition/app:3`; other text as it is. */
export const shortRevision = (arn: string): string => arn.replace(/^.*:task-definition\//, '');

/** `app` of `app:3` or of its ARN. */
export const familyOf = (arn: string): string => shortRevision(arn).replace(/:\d+$/, '');

import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { ecsTaskdefinitionInfoSchema } from '../../../schemas/ecs_taskdefinition_info.ts';
import { tagsFromList } from '../../aws/tags.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { info, type Result } from '../module.ts';
import { underscored } from './underscored.ts';

/** What a task definition says, its keys at the top, as the page of `community.aws.ecs_taskdefinition_info` documents them. */
export const ecsTaskdefinitionInfo = info({
  name: 'ecs_taskdefinition_info',
  schema: ecsTaskdefinitionInfoSchema,
  async read(world, params) {
    if (containsUnknown(params)) return { task_definition_arn: unknown, container_definitions: unknown };
    const { taskDefinition, tags } = await world
      .client(ECSClient)
      .send(new DescribeTaskDefinitionCommand({ taskDefinition: params.task_definition, include: ['TAGS'] }));
    return { ...(underscored(taskDefinition) as Result), tags: tagsFromList(tags) };
  },
});

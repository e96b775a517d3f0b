import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CloudWatchLogsClient, CreateLogGroupCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  type ContainerDefinition,
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { dockerImage } from '../../../modules/container/docker_image.ts';
import { actionContext, runAction, temporaryFolder } from '../../../modules/testing.ts';
import { createChildren } from '../../daemon/children.ts';
import { createLivingSandbox } from '../../sandbox.ts';
import { sampleRole } from '../../services/ecs/sample_service.ts';
import { sampleNetwork } from '../../services/elbv2/sample_network.ts';
import { createRunningClock } from '../running_clock.ts';
import type { ContainerEngine } from './container_engine.ts';
import { createProcessEngine } from './process_engine.ts';
import { createTaskRuntime, type TaskRuntimeOptions } from './task_runtime.ts';

const REGISTRY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

/** For tests: waits until something is so; says what is not when it takes too long. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (let end = Date.now() + 15_000; Date.now() < end; await delay(10)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`not in time: ${what}`);
}

/** For tests: a fast living sandbox with a network, a cluster, a repository and a log group, and ways to run tasks. */
export async function livingSample(
  t: TestContext,
  {
    speed = 600,
    makeEngine,
    ...options
  }: { speed?: number; makeEngine?: () => Promise<ContainerEngine> } & Partial<TaskRuntimeOptions> = {},
) {
  // Before the folders go: hooks run in the order in which they were given.
  let end = async () => {};
  t.after(() => end());
  const folder = temporaryFolder(t);
  const children = join(folder, '.play', 'children.json');
  const lines: string[] = [];
  mkdirSync(dirname(children));
  const tasks = createTaskRuntime({
    folder: dirname(children),
    engine: (await makeEngine?.()) ?? createProcessEngine(createChildren(children).note),
    ...options,
  });
  const now = Date.now();
  const sandbox = createLivingSandbox({
    clock: createRunningClock({ real: now, sandbox: now, speed }),
    runtime: (host) => ({ tasks: tasks(host) }),
    log: (line) => lines.push(line),
  });
  const runtime = sandbox.runtime.tasks!;
  end = async () => {
    sandbox.hold();
    await runtime.stopAll();
  };
  sampleNetwork(sandbox);
  const world = sandbox.world();
  const [ecs, logs] = [world.client(ECSClient), world.client(CloudWatchLogsClient)];
  const executionRoleArn = sampleRole(sandbox, 'execution');
  await ecs.send(new CreateClusterCommand({ clusterName: 'app' }));
  await world.client(ECRClient).send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/app' }));
  await sandbox.start();

  /** Writes a build context and describes it as an image; gives its reference. */
  const image = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
    const path = join(folder, name);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    }
    const context = actionContext({
      playbookDir: folder,
      sandbox: true,
      world: async (wanted) => sandbox.world(wanted),
    });
    const params = { name: `${REGISTRY}/app`, tag: 'auto', source: 'build', build: { path: name }, push: true };
    const result = await runAction(dockerImage, params, context);
    if (result['failed']) throw new Error(String(result['msg']));
    return String(result['reference']);
  };

  const define = async (...containers: Partial<ContainerDefinition>[]): Promise<void> => {
    const logConfiguration = {
      logDriver: 'awslogs' as const,
      options: { 'awslogs-group': '/app', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'ecs' },
    };
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'web',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        executionRoleArn,
        containerDefinitions: containers.map((each) => ({ name: 'app', logConfiguration, ...each })),
      }),
    );
  };
  const networkConfiguration = {
    awsvpcConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-app'], assignPublicIp: 'ENABLED' as const },
  };

  return {
    folder,
    children,
    lines,
    sandbox,
    runtime,
    ecs,
    logs,
    image,
    define,
    networkConfiguration,
    /** Runs a task of these containers. */
    async run(...containers: Partial<ContainerDefinition>[]): Promise<string> {
      await define(...containers);
      const { tasks: [task] = [] } = await ecs.send(
        new RunTaskCommand({ cluster: 'app', taskDefinition: 'web', launchType: 'FARGATE', networkConfiguration }),
      );
      return task?.taskArn ?? '';
    },
    /** The task once it has come to a status. */
    reach: (arn: string, status: string): Promise<Task> =>
      until(`task ${status}`, async () => {
        const { tasks: [task] = [] } = await ecs.send(new DescribeTasksCommand({ cluster: 'app', tasks: [arn] }));
        return task?.lastStatus === status ? task : undefined;
      }),
    /** What a container of a task has written. */
    async log(arn: string, container = 'app'): Promise<string[]> {
      const logStreamName = `ecs/${container}/${arn.split('/').at(-1)}`;
      const { events = [] } = await logs.send(
        new GetLogEventsCommand({ logGroupName: '/app', logStreamName, startFromHead: true }),
      );
      return events.map(({ message = '' }) => message);
    },
  };
}

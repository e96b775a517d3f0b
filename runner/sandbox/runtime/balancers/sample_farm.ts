import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createLivingSandbox } from '../../sandbox.ts';
import { addNetworkInterface } from '../../services/ec2/network_interface.ts';
import { ecsState, type TaskRecord } from '../../services/ecs/state.ts';
import { simulatedRunner } from '../../services/ecs/task_runner.ts';
import { sampleNetwork } from '../../services/elbv2/sample_network.ts';
import { createRunningClock } from '../running_clock.ts';
import type { Address } from '../runtime.ts';
import { createBalancers } from './balancers.ts';

const REGION = 'eu-west-1';

/** How a farm is made. */
export interface FarmOptions {
  /** How much faster the sandbox's time runs. */
  readonly speed?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

const asList = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** The definition of every task here: a container that listens on 8080. */
const definitionArn = `arn:aws:ecs:${REGION}:123456789012:task-definition/web:1`;

/** For tests: a living sandbox with a real load balancer, and targets that are servers in this process. */
export async function createFarm({ speed = 100, attributes = {} }: FarmOptions = {}) {
  const addresses = new Map<string, Address>();
  const log: string[] = [];
  const now = Date.now();
  const sandbox = createLivingSandbox({
    clock: createRunningClock({ real: now, sandbox: now, speed }),
    log: (line) => log.push(line),
    runtime: (host) => ({
      balancers: createBalancers(host),
      tasks: {
        ...simulatedRunner,
        // Nothing is due for these tasks: they only say where they listen.
        addressOf: (taskArn) => addresses.get(taskArn),
        resume() {},
        status: () => [],
        stopAll: async () => {},
      },
    }),
  });
  sampleNetwork(sandbox);
  await sandbox.start();
  const elb = sandbox.world().client(ElasticLoadBalancingV2Client);
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'web', Subnets: ['subnet-a', 'subnet-b'], SecurityGroups: ['sg-alb'] }),
  );
  const arn = balancer!.LoadBalancerArn!;
  await elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes: asList(attributes) }));
  sandbox.state(ecsState).definitions.set(definitionArn, {
    definition: {
      taskDefinitionArn: definitionArn,
      family: 'web',
      revision: 1,
      containerDefinitions: [{ name: 'app', image: 'web', portMappings: [{ containerPort: 8080 }] }],
    },
    tags: [],
  });
  const servers: Server[] = [];

  const group = async (name: string, change: Partial<CreateTargetGroupCommandInput> = {}, own = {}) => {
    const { TargetGroups: [made] = [] } = await elb.send(
      new CreateTargetGroupCommand({
        Name: name,
        Protocol: 'HTTP',
        Port: 8080,
        VpcId: 'vpc-1',
        TargetType: 'ip',
        HealthCheckIntervalSeconds: 5,
        HealthCheckTimeoutSeconds: 2,
        HealthyThresholdCount: 2,
        ...change,
      }),
    );
    const TargetGroupArn = made!.TargetGroupArn!;
    await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: asList(own) }));
    return TargetGroupArn;
  };
  const listen = async (port: number, action: Action) => {
    const { Listeners: [made] = [] } = await elb.send(
      new CreateListenerCommand({ LoadBalancerArn: arn, Protocol: 'HTTP', Port: port, DefaultActions: [action] }),
    );
    // The doors are told in the next turn of the event loop; in process a test may be faster.
    sandbox.runtime.balancers?.changed(sandbox.host.context(REGION));
    return made!.ListenerArn!;
  };
  const rule = (ListenerArn: string, Priority: number, condition: RuleCondition, action: Action) =>
    elb.send(new CreateRuleCommand({ ListenerArn, Priority, Conditions: [condition], Actions: [action] }));

  /** A running task of one container that this server answers for; without a server nothing listens. */
  const task = async (server: Server | undefined, groupIds = ['sg-app']) => {
    const context = sandbox.host.context(REGION);
    const eni = addNetworkInterface(context, { subnetId: 'subnet-a', groupIds, description: 'task' });
    const taskArn = context.arn('ecs', `task/app/${context.hex(32)}`);
    const task: TaskRecord['task'] = {
      taskArn,
      clusterArn: 'app',
      taskDefinitionArn: definitionArn,
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
    };
    context
      .state(ecsState)
      .tasks.set(taskArn, { task, interfaceId: eni.networkInterfaceId, targets: [], countedHealthy: false });
    if (server) {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      addresses.set(taskArn, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    }
    return { taskArn, ip: eni.privateIpAddress };
  };
  const register = (TargetGroupArn: string, ...ips: string[]) =>
    elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: ips.map((Id) => ({ Id, Port: 8080 })) }));
  const health = async (TargetGroupArn: string) => {
    const { TargetHealthDescriptions: found = [] } = await elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    return found.map(({ TargetHealth }) => TargetHealth!);
  };

  return {
    sandbox,
    elb,
    arn,
    dnsName: balancer!.DNSName!,
    url: (path: string) => `http://${balancer!.DNSName}${path}`,
    log,
    addresses,
    group,
    listen,
    rule,
    task,
    register,
    health,
    /** A target of the group that answers with this. */
    async target(groupArn: string, answer: RequestListener) {
      const server = createServer({ keepAliveTimeout: 60_000 }, answer);
      const made = await task(server);
      await register(groupArn, made.ip);
      return { ...made, server };
    },
    async close() {
      sandbox.hold();
      await sandbox.runtime.balancers?.closeAll();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** What `createFarm` gives. */
export type Farm = Awaited<ReturnType<typeof createFarm>>;

/** Forwards to these groups, each with its weight. */
export function forwardTo(...arns: string[]): Action {
  return {
    Type: 'forward',
    ForwardConfig: { TargetGroups: arns.map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 })) },
  };
}

/** Waits until it is so; fails after some seconds. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>, limitMs = 8_000): Promise<void> {
  const until = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`it did not come about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

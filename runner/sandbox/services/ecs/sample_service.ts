import {
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Service,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createSandbox, type Sandbox } from '../../sandbox.ts';
import { sampleNetwork } from '../elbv2/sample_network.ts';
import { iamState } from '../iam/state.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** For tests: a role `name` that ECS tasks may assume, or that trusts what is given. */
export function sampleRole(sandbox: Sandbox, name: string, assumeRolePolicy = TRUST): string {
  const arn = `arn:aws:iam::${sandbox.account}:role/${name}`;
  sandbox.state(iamState).roles.set(name.toLowerCase(), {
    name,
    id: `AROA${name.toUpperCase()}`,
    arn,
    path: '/',
    createdAt: new Date(0),
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
    tags: new Map(),
    assumeRolePolicy,
    maxSessionDuration: 3600,
  });
  return arn;
}

/** A definition of a web server on Fargate, of which tests change what they are about. */
export function webDefinition(
  change: Partial<RegisterTaskDefinitionCommandInput> = {},
): RegisterTaskDefinitionCommandInput {
  return {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: 'nginx:1', portMappings: [{ containerPort: 8080 }] }],
    ...change,
  };
}

/** A sandbox with a network, a cluster, revision 1 of `web`, and a target group behind a load balancer. */
export async function sampleStack<S extends Sandbox = Sandbox>(
  sandbox: S = createSandbox({ now: () => 1_700_000_000_000 }) as Sandbox as S,
) {
  sampleNetwork(sandbox);
  const world = sandbox.world();
  const ecs = world.client(ECSClient);
  const elb = world.client(ElasticLoadBalancingV2Client);
  await ecs.send(new CreateClusterCommand({ clusterName: 'app' }));
  await ecs.send(new RegisterTaskDefinitionCommand(webDefinition()));
  const { TargetGroups: [group] = [] } = await elb.send(
    new CreateTargetGroupCommand({
      Name: 'web',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
    }),
  );
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new CreateLoadBalancerCommand({
      Name: 'web',
      Subnets: ['subnet-a', 'subnet-b', 'subnet-c'],
      SecurityGroups: ['sg-alb'],
    }),
  );
  const targetGroupArn = group?.TargetGroupArn ?? '';
  const loadBalancerArn = balancer?.LoadBalancerArn ?? '';
  const listen = () =>
    elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: loadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
      }),
    );
  const input: CreateServiceCommandInput = {
    cluster: 'app',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 3,
    launchType: 'FARGATE',
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ['subnet-a', 'subnet-b', 'subnet-c'],
        securityGroups: ['sg-app'],
        assignPublicIp: 'ENABLED',
      },
    },
    deploymentConfiguration: {
      minimumHealthyPercent: 70,
      maximumPercent: 150,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
  };
  return { sandbox, ecs, elb, targetGroupArn, loadBalancerArn, listen, input };
}

/** What `sampleStack` gives. */
export type SampleStack = Awaited<ReturnType<typeof sampleStack>>;

/** Makes the service, with changes, behind a listener. */
export async function startService(stack: SampleStack, change: Partial<CreateServiceCommandInput> = {}): Promise<void> {
  await stack.listen();
  await stack.ecs.send(new CreateServiceCommand({ ...stack.input, ...change }));
}

/** The service as it is now, after `seconds` more on the clock. */
export async function serviceAfter({ sandbox, ecs }: SampleStack, seconds = 0): Promise<Service> {
  sandbox.clock.advance(seconds * 1000);
  const { services: [service] = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'app', services: ['web'] }),
  );
  if (!service) throw new Error('the service is not there');
  return service;
}

/** Advances second by second until the primary deployment is no longer in progress; says how long that took. */
export async function settle(
  stack: SampleStack,
  limit = 3600,
): Promise<{ service: Service; seconds: number; most: number; least: number }> {
  let [most, least] = [0, Number.POSITIVE_INFINITY];
  for (let seconds = 0; seconds < limit; seconds += 1) {
    const service = await serviceAfter(stack, 1);
    const running = service.runningCount ?? 0;
    most = Math.max(most, running + (service.pendingCount ?? 0));
    least = Math.min(least, running);
    if (service.deployments?.every(({ rolloutState }) => rolloutState !== 'IN_PROGRESS')) {
      return { service, seconds, most, least };
    }
  }
  throw new Error('the deployment did not end');
}

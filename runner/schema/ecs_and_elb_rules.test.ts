import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecsServiceRules } from '../../schemas/ecs_service.ts';
import { ecsTaskdefinitionRules } from '../../schemas/ecs_taskdefinition.ts';
import { elbApplicationLbRules } from '../../schemas/elb_application_lb.ts';
import { elbTargetGroupRules } from '../../schemas/elb_target_group.ts';
import { unknown } from '../template/values.ts';
import { checkRules, type Rule } from './rules.ts';

const listener = { Protocol: 'HTTP', Port: 80, DefaultActions: [{ Type: 'forward', TargetGroupName: 'web' }] };
const rule = { Priority: 1, Conditions: [{ Field: 'path-pattern', Values: ['/'] }], Actions: listener.DefaultActions };
const container = { name: 'web', image: 'web' };

/** Name of the case, the rules, the parameters, and what is found: code and path. */
const cases: readonly (readonly [string, readonly Rule[], object, ...(readonly [string, string])[]])[] = [
  ['a Fargate size that exists', ecsTaskdefinitionRules, { launch_type: 'FARGATE', cpu: '256', memory: '512' }],
  [
    'a Fargate memory that does not go with its cpu',
    ecsTaskdefinitionRules,
    { launch_type: 'FARGATE', cpu: '256', memory: '4096' },
    ['fargate-size', 'memory'],
  ],
  [
    'a Fargate cpu that does not exist',
    ecsTaskdefinitionRules,
    { launch_type: 'FARGATE', cpu: '300', memory: '512' },
    ['fargate-size', 'cpu'],
  ],
  ['a size that is not known yet', ecsTaskdefinitionRules, { launch_type: 'FARGATE', cpu: unknown, memory: '1' }],
  ['any size on EC2', ecsTaskdefinitionRules, { launch_type: 'EC2', cpu: '300', memory: '1' }],
  [
    'a network mode that Fargate does not have',
    ecsTaskdefinitionRules,
    { launch_type: 'FARGATE', cpu: '256', memory: '512', network_mode: 'bridge' },
    ['fargate-network', 'network_mode'],
  ],
  [
    'a host port of its own with awsvpc',
    ecsTaskdefinitionRules,
    { network_mode: 'awsvpc', containers: [{ ...container, portMappings: [{ containerPort: 80, hostPort: 8080 }] }] },
    ['host-port', 'containers.0.portMappings.0.hostPort'],
  ],
  [
    'two containers of one name',
    ecsTaskdefinitionRules,
    { containers: [container, container] },
    ['container-twice', 'containers.1.name'],
  ],
  ['a health check within its interval', elbTargetGroupRules, { health_check_interval: 5, health_check_timeout: 2 }],
  [
    'a health check as long as its interval',
    elbTargetGroupRules,
    { health_check_interval: 5, health_check_timeout: 5 },
    ['health-check-times', 'health_check_timeout'],
  ],
  ['a slow start of no time', elbTargetGroupRules, { slow_start_duration: 0 }],
  ['a slow start too short', elbTargetGroupRules, { slow_start_duration: 10 }, ['slow-start', 'slow_start_duration']],
  ['subnets that are not known yet', elbApplicationLbRules, { subnets: unknown }],
  ['one subnet', elbApplicationLbRules, { subnets: ['subnet-1'] }, ['one-subnet', 'subnets']],
  [
    'two listeners on one port',
    elbApplicationLbRules,
    { listeners: [listener, listener] },
    ['port-twice', 'listeners.1.Port'],
  ],
  [
    'HTTPS without a certificate',
    elbApplicationLbRules,
    { listeners: [{ ...listener, Protocol: 'HTTPS' }] },
    ['no-certificate', 'listeners.0'],
  ],
  [
    'two rules of one priority',
    elbApplicationLbRules,
    { listeners: [{ ...listener, Rules: [rule, rule] }] },
    ['priority-twice', 'listeners.0.Rules.1.Priority'],
  ],
  [
    'a redirect that says not where to',
    elbApplicationLbRules,
    { listeners: [{ ...listener, DefaultActions: [{ Type: 'redirect' }] }] },
    ['action-part', 'listeners.0.DefaultActions.0'],
  ],
  [
    'a condition without values',
    elbApplicationLbRules,
    { listeners: [{ ...listener, Rules: [{ ...rule, Conditions: [{ Field: 'host-header' }] }] }] },
    ['condition-values', 'listeners.0.Rules.0.Conditions.0'],
  ],
  [
    'percents that leave no room',
    ecsServiceRules,
    { deployment_configuration: { minimum_healthy_percent: 100, maximum_percent: 100 } },
    ['deployment-stuck', 'deployment_configuration'],
  ],
  [
    'a count for a daemon',
    ecsServiceRules,
    { scheduling_strategy: 'DAEMON', desired_count: 3 },
    ['daemon-count', 'desired_count'],
  ],
];

for (const [name, rules, params, ...expected] of cases)
  test(`${name} is ${expected.length === 0 ? 'let pass' : 'found'}`, () => {
    const found = checkRules(rules, params as Record<string, unknown>).map(({ code, path }) => [code, path.join('.')]);
    assert.deepEqual(found, expected);
  });

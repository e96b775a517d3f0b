import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics.ts';
import { loadPlaybook } from '../../playbook/load.ts';
import { withFolder } from '../../playbook/test_folder.ts';
import { check } from '../check.ts';

/** A deployment with nothing wrong, every kind of resource in it, in one play. */
export const soundPlaybook = `- hosts: localhost
  gather_facts: false
  vars:
    app: web
    port: 8080
    zones: [a, b]
  tasks:
    - name: vpc
      ec2_vpc_net: {name: main, cidr_block: 10.0.0.0/16}
      register: vpc
    - name: subnets
      ec2_vpc_subnet:
        vpc_id: "{{ vpc.vpc.id }}"
        cidr: "10.0.{{ zones.index(item) }}.0/24"
        az: "eu-west-1{{ item }}"
        tags: {Name: "{{ app }}-{{ item }}"}
      loop: "{{ zones }}"
      register: subnets
    - name: gateway
      ec2_vpc_igw: {vpc_id: "{{ vpc.vpc.id }}"}
      register: gateway
    - name: routes
      ec2_vpc_route_table:
        vpc_id: "{{ vpc.vpc.id }}"
        subnets: "{{ subnets.results | map(attribute='subnet.id') | list }}"
        routes:
          - {dest: 0.0.0.0/0, gateway_id: "{{ gateway.gateway_id }}"}
        tags: {Name: public}
    - name: balancer group
      ec2_security_group:
        name: balancer
        description: the load balancer
        vpc_id: "{{ vpc.vpc.id }}"
        rules:
          - {ports: [80, 443], cidr_ip: 0.0.0.0/0}
      register: balancer_group
    - name: container group
      ec2_security_group:
        name: containers
        description: the containers
        vpc_id: "{{ vpc.vpc.id }}"
        rules:
          - {ports: "{{ port }}", group_id: "{{ balancer_group.group_id }}"}
      register: container_group
    - set_fact: {container_groups: ["{{ container_group.group_id }}"]}
    - name: repository
      ecs_ecr: {name: "{{ app }}", image_tag_mutability: immutable}
      register: repository
    - name: image
      docker_image:
        name: "{{ repository.repository.repositoryUri }}"
        tag: auto
        source: build
        push: true
        build: {path: ., platform: linux/amd64}
      register: image
    - name: role
      iam_role:
        name: execution
        assume_role_policy_document:
          Version: '2012-10-17'
          Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: 'sts:AssumeRole'}]
        managed_policies: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy']
      register: role
    - name: secrets
      iam_policy:
        iam_type: role
        iam_name: execution
        policy_name: secrets
        policy_json: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'ssm:Get*', Resource: '*'}]}
    - name: logs
      cloudwatchlogs_log_group: {log_group_name: "/ecs/{{ app }}"}
    - name: definition
      ecs_taskdefinition:
        family: "{{ app }}"
        launch_type: FARGATE
        network_mode: awsvpc
        cpu: 256
        memory: 512
        execution_role_arn: "{{ role.iam_role.arn }}"
        containers:
          - name: api
            image: "{{ image.reference }}"
            portMappings: [{containerPort: "{{ port }}"}]
            secrets: [{name: KEY, valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/key'}]
            logConfiguration:
              logDriver: awslogs
              options: {awslogs-group: "/ecs/{{ app }}", awslogs-region: eu-west-1, awslogs-stream-prefix: api}
          - name: proxy
            image: public.ecr.aws/nginx/nginx:1.27
            essential: false
            portMappings: [{containerPort: 9090}]
      register: definition
    - name: targets
      elb_target_group:
        name: targets
        vpc_id: "{{ vpc.vpc.id }}"
        target_type: ip
        protocol: http
        port: "{{ port }}"
        health_check_path: /health
        health_check_port: traffic-port
      register: targets
    - name: balancer
      elb_application_lb:
        name: "{{ app }}-lb"
        subnets: "{{ subnets.results | map(attribute='subnet.id') | list }}"
        security_groups: ["{{ balancer_group.group_id }}"]
        listeners:
          - {Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: "{{ targets.target_group_arn }}"}]}
    - name: service
      ecs_service:
        name: "{{ app }}"
        launch_type: FARGATE
        task_definition: "{{ definition.taskdefinition.taskDefinitionArn }}"
        desired_count: 2
        deployment_configuration: {minimum_healthy_percent: 50, maximum_percent: 200}
        health_check_grace_period_seconds: 10
        network_configuration:
          subnets: "{{ subnets.results | map(attribute='subnet.id') | list }}"
          security_groups: "{{ container_groups }}"
          assign_public_ip: true
        load_balancers:
          - {targetGroupArn: "{{ targets.target_group_arn }}", containerName: api, containerPort: "{{ port }}"}
`;

/** A change of a text; the part that goes has to be there. */
export type Change = readonly [from: string, to: string];

export function changed(text: string, changes: readonly Change[]): string {
  return changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`there is no "${from}"`);
    return all.replace(from, () => to);
  }, text);
}

export interface Found extends Diagnostic {
  /** The lines of its place and the places that have a part in it. */
  readonly lines: readonly string[];
}

/** Mistakes and warnings in a playbook, and the lines they are at. */
export async function foundIn(text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly Found[]> {
  return withFolder({ 'playbook.yml': text, ...files }, async (folder) => {
    const warnings: Diagnostic[] = [];
    const loaded = loadPlaybook(join(folder, 'playbook.yml'), { rolesPath: [] });
    const mistakes = await check(loaded, { warn: (diagnostic) => warnings.push(diagnostic) });
    const lineAt = (line = 0) => text.split('\n')[line - 1]?.trim() ?? '';
    return [...mistakes, ...warnings].map((each) => ({
      ...each,
      lines: [each.place, ...(each.related ?? []).map(({ place }) => place)].map((place) => lineAt(place?.line)),
    }));
  });
}

/** What is to be known of a rule of AWS besides its sentence in `codes.ts`. */
export interface RuleNote {
  /** An error where AWS surely refuses or a task surely cannot start; a warning otherwise. */
  readonly level: 'error' | 'warning';
  readonly why: string;
  /** Page of the AWS documentation. */
  readonly link: string;
}

const docs = 'https://docs.aws.amazon.com';
const ecs = `${docs}/AmazonECS/latest/developerguide`;
const ecsApi = `${docs}/AmazonECS/latest/APIReference`;
const elb = `${docs}/elasticloadbalancing/latest`;
const elbApi = `${elb}/APIReference`;
const vpc = `${docs}/vpc/latest/userguide`;
const iam = `${docs}/IAM/latest/UserGuide`;

const error = (why: string, link: string): RuleNote => ({ level: 'error', why, link });
const warning = (why: string, link: string): RuleNote => ({ level: 'warning', why, link });

/** All rules of AWS that the check holds, by code: those over the parameters of one task, and those over several tasks. */
export const ruleNotes: Readonly<Record<string, RuleNote>> = {
  'action-part': error('The load balancer would not know where to send what matches.', `${elbApi}/API_Action.html`),
  'balancer-without-route': warning(
    'Addresses of the load balancer are only reachable where an internet gateway leads to its subnets.',
    `${elb}/application/application-load-balancers.html`,
  ),
  'condition-values': error('A condition without values matches nothing.', `${elbApi}/API_RuleCondition.html`),
  'container-port-twice': warning(
    'Containers of one task share its network interface, so only the first of them gets the port.',
    `${ecs}/task-networking-awsvpc.html`,
  ),
  'container-twice': error(
    'Containers are told apart by name within a task.',
    `${ecsApi}/API_ContainerDefinition.html`,
  ),
  'daemon-count': error(
    'A daemon runs once on each instance; ECS refuses a count.',
    `${ecsApi}/API_CreateService.html`,
  ),
  'deployment-room': warning(
    'ECS rounds the lower limit up and the upper limit down; when both are the count, no deployment ever ends.',
    `${ecs}/deployment-type-ecs.html`,
  ),
  'deployment-stuck': error(
    'With these percentages no task can be stopped before another starts, nor started before another is stopped.',
    `${ecs}/deployment-type-ecs.html`,
  ),
  'exec-read-only': warning(
    'The agent behind ECS Exec writes to the file system of the container.',
    `${ecs}/ecs-exec.html`,
  ),
  'exec-task-role': error(
    'The agent opens its channel with the rights of the task role; ECS refuses the service without one.',
    `${ecs}/ecs-exec.html`,
  ),
  'execution-role-missing': error(
    'Images of ECR, logs of awslogs and secrets are fetched with the rights of the execution role; ECS refuses to register without one.',
    `${ecs}/task_execution_IAM_role.html`,
  ),
  'execution-role-rights': warning(
    'The task stops before its containers start when its image, log stream or secrets are not allowed.',
    `${ecs}/task_execution_IAM_role.html`,
  ),
  'fargate-network': error(
    'Every task on Fargate has a network interface of its own.',
    `${ecs}/fargate-tasks-services.html`,
  ),
  'fargate-size': error(
    'Fargate has certain sizes only; ECS refuses to register others.',
    `${ecs}/fargate-tasks-services.html`,
  ),
  'grace-period': error(
    'The period counts for health checks of load balancers; ECS refuses it without any.',
    `${ecsApi}/API_CreateService.html`,
  ),
  'group-blocks-target': error(
    'Requests and health checks would be dropped, so the tasks never become healthy and are stopped again.',
    `${elb}/application/load-balancer-update-security-groups.html`,
  ),
  'health-check-path': error(
    'A path of a request begins with a slash; Elastic Load Balancing refuses others.',
    `${elb}/application/target-group-health-checks.html`,
  ),
  'health-check-port': warning(
    'When nobody answers there, the targets never become healthy.',
    `${elb}/application/target-group-health-checks.html`,
  ),
  'health-check-times': error(
    'A check has to be over before the next one begins; Elastic Load Balancing refuses it.',
    `${elb}/application/target-group-health-checks.html`,
  ),
  'host-port': error('With awsvpc both ports are the same port.', `${ecsApi}/API_PortMapping.html`),
  'image-platform': error(
    'The container ends at once with an exec format error.',
    `${ecs}/fargate-tasks-services.html`,
  ),
  'immutable-tag': warning(
    'ECR refuses to move a tag of such a repository to another image.',
    `${docs}/AmazonECR/latest/userguide/image-tag-mutability.html`,
  ),
  'listener-closed': warning(
    'The security groups of a load balancer decide who reaches its listeners.',
    `${elb}/application/load-balancer-update-security-groups.html`,
  ),
  'log-group-missing': warning(
    'The log driver does not make the group by itself, and a container whose logs have no place does not start.',
    `${ecs}/using_awslogs.html`,
  ),
  'no-certificate': error('HTTPS is spoken with a certificate.', `${elb}/application/create-https-listener.html`),
  'one-subnet': error(
    'An application load balancer is in two availability zones at least.',
    `${elb}/application/application-load-balancers.html`,
  ),
  'other-vpc': error('Network interfaces and their security groups are in one VPC.', `${vpc}/vpc-security-groups.html`),
  'policy-json': error('IAM refuses what is not JSON.', `${iam}/reference_policies_grammar.html`),
  'policy-statement': error('IAM refuses such a statement.', `${iam}/reference_policies_elements.html`),
  'policy-version': error('The policy language has two versions.', `${iam}/reference_policies_elements_version.html`),
  'port-twice': error('A load balancer has one listener a port.', `${elbApi}/API_CreateListener.html`),
  'ports-missing': error('A rule for TCP or UDP says for which ports.', `${vpc}/security-group-rules.html`),
  'ports-order': error('A range goes from its first port to its last.', `${vpc}/security-group-rules.html`),
  'ports-twice': error('It would not be clear which ports are meant.', `${vpc}/security-group-rules.html`),
  'priority-twice': error('A listener goes through its rules by priority.', `${elbApi}/API_CreateRule.html`),
  'role-trust': error(
    'A role is taken on only by those its trust policy names; tasks do not start without their roles.',
    `${ecs}/task_execution_IAM_role.html`,
  ),
  'route-target': error('A route leads to exactly one target.', `${vpc}/VPC_Route_Tables.html`),
  'rule-without-source': error('A rule says who is on the other side.', `${vpc}/security-group-rules.html`),
  'service-container': error(
    'ECS refuses a service that names a container its task definition does not have.',
    `${ecsApi}/API_LoadBalancer.html`,
  ),
  'service-launch-type': error(
    'ECS runs a task definition only where it was made for.',
    `${ecs}/fargate-tasks-services.html`,
  ),
  'service-network': warning(
    'ECS refuses to create such a service without subnets.',
    `${ecsApi}/API_NetworkConfiguration.html`,
  ),
  'service-port': error(
    'ECS refuses a service that names a port its container does not map.',
    `${ecsApi}/API_LoadBalancer.html`,
  ),
  'slow-start': error(
    'Slow start takes half a minute at least.',
    `${elb}/application/edit-target-group-attributes.html`,
  ),
  'subnet-overlap': error('An address of a VPC is in one subnet.', `${vpc}/subnet-sizing.html`),
  'subnet-range': error('Addresses of a subnet are addresses of its VPC.', `${vpc}/subnet-sizing.html`),
  'tag-limits': error(
    'AWS refuses more than 50 tags, and names of more than 128 characters.',
    `${docs}/tag-editor/latest/userguide/best-practices-and-strats.html`,
  ),
  'tag-reserved': error(
    'AWS refuses tags whose names begin with its own prefix.',
    `${docs}/tag-editor/latest/userguide/best-practices-and-strats.html`,
  ),
  'target-protocol': error(
    'Elastic Load Balancing refuses a listener that forwards HTTP to a target group of another protocol.',
    `${elb}/application/load-balancer-target-groups.html`,
  ),
  'target-type': error(
    'Tasks with awsvpc are registered by their address, and ECS refuses other target groups.',
    `${ecs}/alb.html`,
  ),
  'target-unused': warning('ECS refuses a service whose target group belongs to no load balancer.', `${ecs}/alb.html`),
  'target-vpc': error(
    'Elastic Load Balancing refuses a target group of another VPC.',
    `${elb}/application/load-balancer-target-groups.html`,
  ),
  'task-without-address': warning(
    'An internet gateway passes on only what has a public address, so the image cannot be pulled.',
    `${ecs}/fargate-task-networking.html`,
  ),
  'task-without-route': warning(
    'A task pulls its image and writes its logs over the network of its subnet.',
    `${ecs}/fargate-task-networking.html`,
  ),
  'vpc-dns': error('Names are given by the DNS server of the VPC.', `${vpc}/AmazonDNS-concepts.html`),
  'zone-twice': error(
    'A load balancer has one subnet in each of its zones; Elastic Load Balancing refuses more.',
    `${elb}/application/application-load-balancers.html`,
  ),
};

// The floor of a first run: on an account known to be empty, the writes that put up the shipped deployment, each sent as soon as
// what it needs is there. It looks at nothing, compares nothing and says nothing.
import { allow, createRepository, createRole } from './access.mjs';
import { createBalancer, createTargets, drainQuickly, listen } from './balancing.mjs';
import { app, names } from './clients.mjs';
import { createCluster, createLogGroup, createService, registerTask } from './containers.mjs';
import { createGateway, createGroup, createSubnet, createVpc, enableHostnames, open, route } from './network.mjs';

const [image] = process.argv.slice(2);

const vpc = createVpc();
const gateway = createGateway(vpc);
const role = createRole();
const cluster = createCluster();
const logGroup = createLogGroup();
const policy = Promise.all([createRepository(), role]).then(([repository]) => allow(repository));
const task = role.then((arn) => registerTask(image, arn));

const VpcId = await vpc;
const balancerGroup = createGroup(VpcId, names.balancerGroup, `The load balancer of ${app}`);
const subnets = [createSubnet(VpcId, 'a', 0), createSubnet(VpcId, 'b', 16), createSubnet(VpcId, 'c', 32)];
const containerGroup = createGroup(VpcId, names.containerGroup, `The containers of ${app}`);
const targets = createTargets(VpcId);
const rest = [
  enableHostnames(VpcId),
  route(VpcId, gateway, subnets),
  balancerGroup.then((group) => open(group, 80, { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'HTTP' }] })),
  Promise.all([containerGroup, balancerGroup]).then(([group, GroupId]) =>
    open(group, 8080, { UserIdGroupPairs: [{ GroupId, Description: 'from the load balancer' }] }),
  ),
  targets.then(drainQuickly),
];
// An internet-facing load balancer needs the gateway, too.
const [group, subnetIds] = await Promise.all([balancerGroup, Promise.all(subnets), gateway]);
const balancer = await createBalancer(subnetIds, group);
const { rule } = await listen(balancer, await targets);
await cluster;
await createService(await task, await targets, subnetIds, await containerGroup);
await Promise.all([...rest, rule, policy, logGroup]);

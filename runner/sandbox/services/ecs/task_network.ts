import type { Context } from '../../context.ts';
import { type Ec2State, ec2State, type NetworkInterfaceRecord, type RouteTableRecord } from '../ec2/state.ts';
import { isEcrImage } from './container_rules.ts';
import type { TaskRecord } from './state.ts';

/** The route table of a subnet: its own, or the main one of the VPC. */
function routeTable(
  { routeTables }: Ec2State,
  { subnetId, vpcId }: NetworkInterfaceRecord,
): RouteTableRecord | undefined {
  const tables = [...routeTables.values()].filter((table) => table.vpcId === vpcId);
  return (
    tables.find(({ associations }) => associations.some((each) => each.subnetId === subnetId)) ??
    tables.find(({ associations }) => associations.some(({ main }) => main))
  );
}

/** Whether HTTPS from this interface reaches a registry. There are no NAT gateways and no VPC endpoints here. */
function reachesInternet(state: Ec2State, eni: NetworkInterfaceRecord): boolean {
  const route = routeTable(state, eni)?.routes.find(({ destination }) => destination === '0.0.0.0/0');
  const gateway = state.internetGateways.get(route?.target['GatewayId'] ?? '');
  const rules = eni.groupIds.flatMap((id) => state.securityGroups.get(id)?.rules ?? []);
  const allowed = rules.some(
    (rule) =>
      rule.isEgress &&
      rule.cidrIpv4 === '0.0.0.0/0' &&
      (rule.ipProtocol === '-1' ||
        (rule.ipProtocol === 'tcp' && (rule.fromPort ?? 0) <= 443 && (rule.toPort ?? 443) >= 443)),
  );
  return eni.publicIpAddress !== undefined && gateway?.vpcId === eni.vpcId && allowed;
}

/** Why an image cannot be pulled over the task's network; undefined when it can. */
export function networkProblem(context: Context, { interfaceId }: TaskRecord, image: string): string | undefined {
  const state = context.state(ec2State);
  const eni = state.networkInterfaces.get(interfaceId ?? '');
  if (!eni || reachesInternet(state, eni)) return undefined;
  if (isEcrImage(image)) {
    return `ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.${context.region}.amazonaws.com/": dial tcp: i/o timeout`;
  }
  return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: failed to do request: dial tcp: i/o timeout`;
}

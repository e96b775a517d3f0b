import {
  CreateServiceCommand,
  DeleteServiceCommand,
  type DeleteServiceRequest,
  DescribeServicesCommand,
  ListServicesCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { endServiceDeployment } from './deployments.ts';
import { invalid } from './errors.ts';
import { clusterOf, findService, serviceOf } from './lookup.ts';
import { lastPart } from './names.ts';
import { page } from './paging.ts';
import { reconcile } from './scheduler.ts';
import { createService } from './service_create.ts';
import { updateService } from './service_update.ts';
import { serviceView } from './service_view.ts';
import { ecsState } from './state.ts';

function remove(input: DeleteServiceRequest, context: Context) {
  const cluster = clusterOf(context, input.cluster);
  const record = serviceOf(context, cluster, input.service);
  if (record.service.desiredCount > 0 && !input.force) {
    throw invalid('The service cannot be stopped while it is scaled above 0.');
  }
  endServiceDeployment(record, context, 'STOPPED', 'Service deployment stopped because the service was deleted.');
  Object.assign(record.service, { status: 'DRAINING', desiredCount: 0 });
  for (const { deployment } of record.deployments) deployment.desiredCount = 0;
  const service = serviceView(record, context);
  reconcile(record, context);
  return { service };
}

/** The operations on services; their deployments are in service_deployments.ts. */
export const serviceOperations = [
  on(CreateServiceCommand, createService),
  on(UpdateServiceCommand, updateService),
  on(DeleteServiceCommand, remove),
  on(DescribeServicesCommand, ({ cluster: reference, services = [], include }, context) => {
    const cluster = clusterOf(context, reference);
    if (services.length === 0) throw invalid('Services cannot be empty.');
    if (services.length > 10) throw invalid('Services cannot be more than 10.');
    const found = services.map((each) => ({ each, record: findService(context, cluster, each) }));
    return {
      services: found.flatMap(({ record }) => (record ? [serviceView(record, context, include)] : [])),
      failures: found
        .filter(({ record }) => !record)
        .map(({ each }) => ({
          arn: context.arn('ecs', `service/${cluster.clusterName}/${lastPart(each)}`),
          reason: 'MISSING',
        })),
    };
  }),
  on(ListServicesCommand, (input, context) => {
    const cluster = clusterOf(context, input.cluster);
    const found = [...context.state(ecsState).services.values()].filter(
      ({ service }) =>
        service.clusterArn === cluster.clusterArn &&
        // ECS API, DeleteService: one that drains is not listed any more.
        service.status === 'ACTIVE' &&
        (input.launchType === undefined || service.launchType === input.launchType) &&
        (input.schedulingStrategy === undefined || service.schedulingStrategy === input.schedulingStrategy),
    );
    const { items, next } = page(found, input, 10);
    return { serviceArns: items.map(({ service }) => service.serviceArn), ...next };
  }),
];

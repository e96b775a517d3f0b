import type { Deployment, DeploymentRolloutState, ServiceRevision } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { clusterNameOf } from './names.ts';
import { type DeployedSettings, type DeploymentRecord, ecsState, type ServiceRecord } from './state.ts';
import { digestOf } from './task_image.ts';
import { PLATFORM_VERSION } from './task_launch.ts';

/** The settings that a deployment carries, and that a roll back brings back. */
export function settingsOf({ service }: ServiceRecord): DeployedSettings {
  const { taskDefinition, networkConfiguration, platformVersion, loadBalancers, launchType, capacityProviderStrategy } =
    service;
  return { taskDefinition, networkConfiguration, platformVersion, loadBalancers, launchType, capacityProviderStrategy };
}

function digits(context: Context): string {
  return (BigInt(`0x${context.hex(15)}`) + 1_000_000_000_000_000_000n).toString().slice(0, 19);
}

/** Runs on Fargate: by launch type or by capacity provider. */
export function isFargate(settings: DeployedSettings): boolean {
  return settings.launchType === 'FARGATE' || (settings.capacityProviderStrategy?.length ?? 0) > 0;
}

function platformOf(settings: DeployedSettings): Pick<Deployment, 'platformVersion' | 'platformFamily'> {
  if (!isFargate(settings)) return {};
  const asked = settings.platformVersion ?? 'LATEST';
  return { platformVersion: asked === 'LATEST' ? PLATFORM_VERSION : asked, platformFamily: 'Linux' };
}

/** What the deployment rolls out, with the digests its tags stand for at this moment. */
export function newRevision(context: Context, record: ServiceRecord, arn: string): ServiceRevision {
  const { service } = record;
  const { loadBalancers: _, ...settings } = settingsOf(record);
  const { definition } = context.state(ecsState).definitions.get(service.taskDefinition) ?? {};
  return {
    serviceRevisionArn: arn,
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    ...settings,
    ...platformOf(settingsOf(record)),
    loadBalancers: service.loadBalancers,
    containerImages: (definition?.containerDefinitions ?? []).map(({ name, image = '' }) => ({
      containerName: name,
      image,
      imageDigest: digestOf(context, image),
    })),
    guardDutyEnabled: false,
    createdAt: context.now(),
  };
}

/** A primary deployment of the service's present settings. */
export function newDeployment(context: Context, record: ServiceRecord): DeploymentRecord {
  const { service } = record;
  const { loadBalancers: _, ...settings } = settingsOf(record);
  const id = `ecs-svc/${digits(context)}`;
  const path = `${clusterNameOf(service.serviceArn)}/${service.serviceName}`;
  const deployment = {
    ...settings,
    id,
    status: 'PRIMARY',
    taskDefinition: service.taskDefinition,
    desiredCount: service.desiredCount,
    failedTasks: 0,
    createdAt: context.now(),
    updatedAt: context.now(),
    ...platformOf(settingsOf(record)),
    rolloutState: 'IN_PROGRESS' as DeploymentRolloutState,
    rolloutStateReason: `ECS deployment ${id} in progress.`,
  };
  const revisionArn = context.arn('ecs', `service-revision/${path}/${digits(context)}`);
  return { deployment, revisionArn, breakerFailures: 0, failuresInRow: 0, nextLaunchAt: 0, completeAt: 0 };
}

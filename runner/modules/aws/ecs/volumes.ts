import { type Data, prune } from './containers.ts';

/** A volume of a task definition in one form for what AWS answers and what a playbook says. */
export function normaliseVolume(volume: Data): Data {
  const { name, host, configuredAtLaunch } = volume;
  const efs = volume['efsVolumeConfiguration'] as Data | undefined;
  const docker = volume['dockerVolumeConfiguration'] as Data | undefined;
  const fsx = volume['fsxWindowsFileServerVolumeConfiguration'] as Data | undefined;
  return prune({
    name,
    // A volume of which nothing is said is an empty folder of the host; AWS answers `host: {}` then.
    host: prune((host ?? {}) as Data),
    configuredAtLaunch: configuredAtLaunch === true ? true : undefined,
    efsVolumeConfiguration: efs && normaliseEfs(efs),
    dockerVolumeConfiguration: docker && normaliseDocker(docker),
    fsxWindowsFileServerVolumeConfiguration: fsx,
  });
}

function normaliseEfs({ rootDirectory, transitEncryption, authorizationConfig, ...rest }: Data): Data {
  const { iam, ...authorization } = (authorizationConfig ?? {}) as Data;
  return prune({
    ...rest,
    rootDirectory: rootDirectory || '/',
    transitEncryption: transitEncryption ?? 'DISABLED',
    authorizationConfig: prune({ ...authorization, iam: iam === 'ENABLED' ? iam : undefined }),
  });
}

function normaliseDocker({ scope = 'task', driver = 'local', autoprovision, ...rest }: Data): Data {
  return prune({ ...rest, scope, driver, autoprovision: autoprovision === true ? true : undefined });
}

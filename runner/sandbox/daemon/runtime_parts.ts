import { createBalancers } from '../runtime/balancers/balancers.ts';
import type { RuntimeFactory } from '../runtime/runtime.ts';
import { createDockerEngine } from '../runtime/tasks/docker_engine.ts';
import { createProcessEngine } from '../runtime/tasks/process_engine.ts';
import { createTaskRuntime } from '../runtime/tasks/task_runtime.ts';
import { createChildren, endOrphans } from './children.ts';
import type { SandboxFolder } from './folder.ts';
import type { DaemonSettings } from './settings.ts';

/** Ends what a killed sandbox left, and gives what runs behind the next one. */
export async function prepareRuntime(
  files: SandboxFolder,
  settings: DaemonSettings,
  log: (line: string) => void,
): Promise<(endpoint: string) => RuntimeFactory> {
  const orphans = await endOrphans(files.children);
  if (orphans > 0) log(`ended ${orphans} processes that the sandbox before this one left`);
  const { note } = createChildren(files.children);
  const engine =
    settings.engine === 'docker' ? await createDockerEngine({ folder: files.path, note }) : createProcessEngine(note);
  return (endpoint) => (host) => ({
    balancers: createBalancers(host),
    tasks: createTaskRuntime({
      folder: files.tasks,
      engine,
      environment: awsOf(endpoint),
    })(host),
  });
}

/** Where the apps in the sandbox find its AWS, as those on AWS find AWS. */
function awsOf(endpoint: string) {
  return { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox' };
}

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { ActionContext } from '../module.ts';
import { type ClientConfig, readConfig } from './private_login.ts';

/** The login that engines would use for a registry, as the value of a `Basic` authorization; undefined when there is none. */
export async function registryCredentials(
  registry: string | undefined,
  folder: string | undefined,
  context: ActionContext,
): Promise<string | undefined> {
  const keys = registry === undefined ? ['https://index.docker.io/v1/', 'docker.io'] : registryKeys(registry);
  for (const file of configFiles(folder, context).filter((each) => existsSync(each))) {
    const config = readConfig(file);
    for (const key of keys) {
      const found = config.auths?.[key]?.auth || (await fromHelper(config, key, context));
      if (found) return found;
    }
  }
  return undefined;
}

/** Clients spell a registry with and without its scheme. */
function registryKeys(registry: string): string[] {
  return [registry, `https://${registry}`, `http://${registry}`, `https://${registry}/v2/`, `https://${registry}/v1/`];
}

function configFiles(folder: string | undefined, { environment }: ActionContext): string[] {
  if (folder !== undefined) return [join(folder, 'config.json')];
  const runtime = environment['XDG_RUNTIME_DIR'];
  return [
    ...(environment['REGISTRY_AUTH_FILE'] ? [environment['REGISTRY_AUTH_FILE']] : []),
    join(environment['DOCKER_CONFIG'] || join(environment['HOME'] || homedir(), '.docker'), 'config.json'),
    ...(runtime ? [join(runtime, 'containers/auth.json')] : []),
  ];
}

/** Docker's protocol for password stores: the address on standard input, `{Username, Secret}` on standard output. */
async function fromHelper(config: ClientConfig, key: string, context: ActionContext): Promise<string | undefined> {
  const helper = config.credHelpers?.[key] ?? (config.auths?.[key] ? config.credsStore : undefined);
  if (!helper) return undefined;
  const { exitCode, stdout } = await execa(`docker-credential-${helper}`, ['get'], {
    input: key,
    env: context.environment,
    extendEnv: false,
    reject: false,
    timeout: 20_000,
    cancelSignal: context.signal,
  });
  if (exitCode !== 0) return undefined;
  const { Username, Secret } = JSON.parse(stdout) as { Username?: string; Secret?: string };
  return Username && Secret ? Buffer.from(`${Username}:${Secret}`).toString('base64') : undefined;
}

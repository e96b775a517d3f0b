import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { dockerLoginSchema } from '../../../schemas/docker_login.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { findEngine } from './engine.ts';
import { ecrRepository, isEcrPublic, parseImageName } from './image_name.ts';
import {
  type ClientConfig,
  logIn,
  loginFolder,
  ownLoginFolder,
  readConfig,
  separateLoginFolder,
} from './private_login.ts';

type Params = Infer<typeof dockerLoginSchema>;

/**
 * Logs in to a registry (Ansible: `community.docker.docker_login`). Without `config_path` the login ends with the run, so that it
 * is no change; with it, it is one when the file does not hold it yet.
 */
export const dockerLogin = action({
  name: 'docker_login',
  schema: dockerLoginSchema,
  check: 'predicts',
  touches: ['ecr', 'ecr-public'],
  async run(params, context) {
    if (containsUnknown(params))
      return { changed: params.config_path !== undefined, actions: [], login_result: unknown };
    if (context.sandbox && isEcr(params.registry_url)) return notNeeded(params, context);
    return params.state === 'absent' ? logOut(params, context) : present(params, context);
  },
});

function isEcr(url: string): boolean {
  const host = url.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const name = { ...parseImageName(`${host}/x`), registry: host };
  return isEcrPublic(name) || ecrRepository(name) !== undefined;
}

function notNeeded({ registry_url }: Params, context: ActionContext): Result {
  context.warn(`no login: the sandbox's registry ${registry_url} takes no container engine`);
  return { changed: false, actions: [], login_result: {} };
}

async function present(params: Params, context: ActionContext): Promise<Result> {
  const { registry_url: registry, username = '', password = '', config_path, reauthorize } = params;
  const file = config_path === undefined ? undefined : expanded(config_path, context);
  const known = file === undefined ? undefined : readConfig(file).auths?.[registry]?.auth;
  const same = known !== undefined && known === Buffer.from(`${username}:${password}`).toString('base64');
  if (same && !reauthorize) return { changed: false, actions: [], login_result: {} };
  const changed = file !== undefined && !same;
  const actions = [`Log into ${registry}`];
  const login = { username, serveraddress: registry };
  if (context.check) return { changed, actions, login_result: { ...login, status: unknown } };

  const engine = await findEngine(params, context);
  const folder = file === undefined ? ownLoginFolder(context) : separateLoginFolder(context);
  try {
    const { stdout } = await logIn(engine, folder, { registry, username, password });
    if (file !== undefined) keep(file, readConfig(join(folder, 'config.json')), registry);
    return { changed, actions, login_result: { ...login, status: stdout.trim() } };
  } finally {
    if (file !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function logOut({ registry_url: registry, config_path }: Params, context: ActionContext): Result {
  const folder = loginFolder(context);
  const file = config_path === undefined ? folder && join(folder, 'config.json') : expanded(config_path, context);
  const config = file === undefined ? {} : readConfig(file);
  if (file === undefined || !config.auths?.[registry]) return { changed: false, actions: [], login_result: {} };
  const { [registry]: _, ...auths } = config.auths;
  if (!context.check) write(file, { ...config, auths });
  return { changed: config_path !== undefined, actions: [`Log out of ${registry}`], login_result: {} };
}

/** Only this login goes into the file; what else the private folder was filled with came from elsewhere. */
function keep(file: string, { auths = {} }: ClientConfig, registry: string): void {
  const config = readConfig(file);
  write(file, { ...config, auths: { ...config.auths, [registry]: auths[registry] ?? {} } });
}

function write(file: string, config: ClientConfig): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(dirname(file), '.login-'));
  try {
    const mode = existsSync(file) ? statSync(file).mode & 0o777 : 0o600;
    writeFileSync(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`, { mode });
    renameSync(join(folder, 'config.json'), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function expanded(path: string, { environment, playbookDir }: ActionContext): string {
  return resolve(playbookDir, path.replace(/^~(?=\/|$)/, environment['HOME'] || homedir()));
}

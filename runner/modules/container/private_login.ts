import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';
import type { Engine, Outcome } from './engine.ts';
import { engineFailure } from './engine_failure.ts';
import { isLoopback } from './image_name.ts';

/** The part of a client's configuration file that this is about. */
export interface ClientConfig {
  auths?: Record<string, { auth?: string }>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
  [key: string]: unknown;
}

/** The folder of the logins that this run made; undefined when it made none. */
export function loginFolder(context: ActionContext): string | undefined {
  const folder = join(context.runFolder(), 'logins');
  return existsSync(folder) ? folder : undefined;
}

/** The same, made when there is none yet. */
export function ownLoginFolder(context: ActionContext): string {
  const folder = join(context.runFolder(), 'logins');
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    fill(folder, userFolder(context));
  }
  return folder;
}

/** A folder for a login that nothing else may see, with what the run or the user has configured in it. The caller removes it. */
export function separateLoginFolder(context: ActionContext): string {
  const folder = mkdtempSync(join(context.runFolder(), 'login-'));
  fill(folder, loginFolder(context) ?? userFolder(context));
  return folder;
}

/** What points an engine to a folder of logins. */
export function loginEnvironment(folder: string | undefined): Record<string, string> {
  return folder === undefined ? {} : { DOCKER_CONFIG: folder, REGISTRY_AUTH_FILE: join(folder, 'config.json') };
}

/** Docker does without TLS for registries of this machine; the others are told to. */
export function transportWords(engine: Engine, registry: string | undefined): readonly string[] {
  return engine.name !== 'docker' && registry !== undefined && isLoopback(registry) ? ['--tls-verify=false'] : [];
}

/** Logs in; the password goes over standard input, where no list of processes shows it. */
export async function logIn(
  engine: Engine,
  folder: string,
  { registry, username, password }: { registry: string; username: string; password: string },
): Promise<Outcome> {
  keepInFile(folder, registry);
  const address = addressFor(engine, registry);
  const words = ['login', '--username', username, '--password-stdin', ...transportWords(engine, address), address];
  const outcome = await engine.run(words, { input: password, environment: loginEnvironment(folder) });
  if (outcome.code === 0) return outcome;
  const hint = 'check user name and password, and the address of the registry';
  throw engineFailure(engine.name, {
    message: `${engine.name} could not log in to ${registry} as ${username}`,
    said: outcome.all.replaceAll(password, '***').trim().split('\n').slice(-3).join('\n'),
    code: 'login-failed',
    hint,
  });
}

/** Only Docker's client takes the address of a registry with scheme and path. */
function addressFor({ name }: Engine, registry: string): string {
  if (name === 'docker') return registry;
  const host = registry.replace(/^https?:\/\//, '').replace(/\/(v[12]\/?)?$/, '');
  return host === 'index.docker.io' ? 'docker.io' : host;
}

export function readConfig(file: string): ClientConfig {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ClientConfig;
  } catch (cause) {
    throw new PlayError({ code: 'client-config', message: `${file} is no JSON`, hint: 'repair or remove it', cause });
  }
}

function userFolder({ environment }: ActionContext): string {
  return environment['DOCKER_CONFIG'] || join(environment['HOME'] || homedir(), '.docker');
}

/**
 * Contexts and plug-ins of the user stay in reach, else Docker Desktop and buildx would not be found. The store of passwords is
 * asked for the logins it holds, but takes no new ones: those would outlive the run.
 */
function fill(folder: string, from: string): void {
  const { credsStore, credHelpers, ...config } = readConfig(join(from, 'config.json'));
  const stored = credsStore ? Object.keys(config.auths ?? {}).map((host) => [host, credsStore] as const) : [];
  const helpers = { ...Object.fromEntries(stored), ...credHelpers };
  writeConfig(folder, { ...config, ...(Object.keys(helpers).length > 0 && { credHelpers: helpers }) });
  for (const name of ['contexts', 'cli-plugins', 'buildx'])
    if (existsSync(join(from, name))) symlinkSync(join(from, name), join(folder, name));
}

/** Without a helper for the registry the client writes the login into the file of this folder. */
function keepInFile(folder: string, registry: string): void {
  const config = readConfig(join(folder, 'config.json'));
  if (!config.credHelpers?.[registry]) return;
  const { [registry]: _, ...credHelpers } = config.credHelpers;
  writeConfig(folder, { ...config, credHelpers });
}

function writeConfig(folder: string, config: ClientConfig): void {
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config, null, 2), { mode: 0o600 });
}

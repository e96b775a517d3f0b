import { readFileSync } from 'node:fs';
import type { HttpHandler } from '@smithy/core/protocols';
import { isThrottlingError } from '@smithy/core/retry';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { PlayError } from '../diagnostics.ts';
import { type Clock, systemClock } from './clock.ts';
import { credentialsFrom } from './credentials.ts';
import { type Call, serviceOf, type WatchedClient, watchCalls } from './guard.ts';
import type { Limiters } from './limiter.ts';
import { reportLostAnswers } from './lost_answer.ts';
import { nameAddresses } from './network.ts';
import { type PlaceMemory, rememberAnswers } from './remembering.ts';
import { createRetryStrategy } from './retry_strategy.ts';
import { profileRegion } from './shared_config.ts';
import type { ClientClass, World } from './world.ts';

/** How to reach AWS. What is left out comes from the environment and `~/.aws`, as the AWS CLI takes it. */
export interface WorldOptions {
  readonly region?: string | undefined;
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
  readonly profile?: string | undefined;
  /** One endpoint for all services, e.g. of an emulator. */
  readonly endpoint?: string | undefined;
  /** Takes the place of the network. */
  readonly requestHandler?: HttpHandler | undefined;
  /** Refuse, before it is sent, every call that is not a read. */
  readonly readOnly?: boolean | undefined;
  /** Told of every call once, before it is sent. */
  readonly onCall?: ((call: Call) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** Shared by all worlds of a run, so that they slow down together when AWS says they call too often. */
  readonly limiters?: Limiters | undefined;
  /** What was read before is not read again. */
  readonly memory?: PlaceMemory | undefined;
  /** Ends waits early. */
  readonly signal?: AbortSignal | undefined;
  /** `process.env`, with a task's `environment` on top. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** File of certificates to trust instead of the machine's. */
  readonly caBundle?: string | undefined;
  readonly validateCerts?: boolean | undefined;
}

/** Long enough for a slow line, short enough to learn of a wrong endpoint while one still looks. */
const connectionTimeout = 2_000;
const requestTimeout = 60_000;

/** AWS by way of its SDK: one client per class, connections kept alive, every call watched. */
export function createWorld(options: WorldOptions = {}): World {
  const { environment = process.env, clock = systemClock, signal, memory } = options;
  // Node 20 is supported here; the SDK's yearly reminder belongs in our change log and not in each user's output.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const region = options.region || regionFrom(environment, options.profile);
  const config = clientConfig(options, environment, region);
  const clients = new Map<unknown, unknown>();
  let connections: unknown;
  return {
    region,
    client<C>(Client: ClientClass<C>): C {
      if (!clients.has(Client)) {
        // Services behind one endpoint then share connections.
        const given = { ...config(), ...(connections !== undefined && { requestHandler: connections }) };
        const client = createClient(Client, given, { ...options, region }, environment);
        connections = (client as WatchedClient).config.requestHandler;
        clients.set(Client, client);
      }
      return clients.get(Client) as C;
    },
    now: () => clock.now(),
    sleep: (ms) => clock.sleep(ms, signal).finally(() => memory?.forget()),
    forget: () => memory?.forget(),
    isEmpty: (id, listing) => memory?.isEmpty(id, listing) ?? false,
  };
}

type Environment = Readonly<Record<string, string | undefined>>;
type ClientConfig = Readonly<Record<string, unknown>>;

function regionFrom(environment: Environment, profile: string | undefined): string {
  const asked = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || environment['EC2_REGION'];
  const name = profile ?? (environment['AWS_PROFILE'] || environment['AWS_DEFAULT_PROFILE'] || 'default');
  const region = asked || profileRegion(environment, name);
  if (region) return region;
  throw new PlayError({
    code: 'no-region',
    message: 'no AWS region is chosen',
    hint: `set AWS_REGION, or "region" in profile ${name} of ~/.aws/config, or the parameter region (e.g. under module_defaults)`,
  });
}

/** What all clients of a world share, made when the first of them is asked for. */
function clientConfig(options: WorldOptions, environment: Environment, region: string): () => ClientConfig {
  let config: ClientConfig | undefined;
  const make = (): ClientConfig => ({
    region,
    credentials:
      options.credentials ??
      (options.requestHandler ? placeholder : credentialsFrom(environment, { profile: options.profile, region })),
    retryStrategy: createRetryStrategy(environment, (ms) => (options.clock ?? systemClock).sleep(ms, options.signal)),
    requestHandler: options.requestHandler ?? networkOptions(options, environment),
    ...(options.endpoint && { endpoint: options.endpoint }),
  });
  return () => {
    config ??= make();
    return config;
  };
}

/** Whatever stands in for the network asks for no credentials, and yet the SDK signs. */
const placeholder: AwsCredentialIdentity = { accessKeyId: 'AKIAPLACEHOLDER', secretAccessKey: 'placeholder' };

function networkOptions(options: WorldOptions, environment: Environment) {
  const bundle = options.caBundle ?? environment['AWS_CA_BUNDLE'];
  return {
    connectionTimeout,
    requestTimeout,
    throwOnRequestTimeout: true,
    httpsAgent: {
      keepAlive: true,
      ...(bundle && { ca: readBundle(bundle) }),
      ...(options.validateCerts === false && { rejectUnauthorized: false }),
    },
  };
}

function readBundle(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PlayError({
      code: 'ca-bundle',
      message: `cannot read the certificate bundle ${file}`,
      hint: 'check aws_ca_bundle and AWS_CA_BUNDLE',
      cause,
    });
  }
}

function createClient<C>(
  Client: ClientClass<C>,
  config: ClientConfig,
  options: WorldOptions,
  environment: Environment,
): C {
  const construct = Client as unknown as new (config: ClientConfig) => C & WatchedClient;
  let client = new construct(config);
  const endpoint = config['endpoint'] ? undefined : overlaidEndpoint(environment, client.config.serviceId ?? '');
  if (endpoint) client = new construct({ ...config, endpoint });
  if (options.memory) rememberAnswers(client, serviceOf(client), options.memory);
  watchCalls(client, { readOnly: options.readOnly ?? false, ...(options.onCall && { onCall: options.onCall }) });
  reportLostAnswers(client);
  nameAddresses(client);
  if (options.limiters) limitCalls(client, options.limiters, options);
  return client;
}

/** Each attempt of a call waits its turn; the pauses between attempts hold nobody up. */
function limitCalls(
  client: WatchedClient,
  limiters: Limiters,
  { region = '', clock = systemClock, signal }: WorldOptions,
): void {
  const limiter = limiters.of(client.config.serviceId ?? '', region);
  client.middlewareStack.add(
    (next) => (args) =>
      limiter.through(() => next(args), { clock, signal, isThrottled: (error) => isThrottlingError(error as never) }),
    { step: 'finalizeRequest', priority: 'low', name: 'playLimitCalls' },
  );
}

/** The SDK reads endpoints of the process's environment by itself; those that only a task's `environment` sets, we do. */
function overlaidEndpoint(environment: Environment, serviceId: string): string | undefined {
  if (environment === process.env || environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return undefined;
  const names = [`AWS_ENDPOINT_URL_${serviceId.toUpperCase().replace(/[ -]/g, '_')}`, 'AWS_ENDPOINT_URL'];
  return names.map((name) => environment[name]).find((value) => value);
}

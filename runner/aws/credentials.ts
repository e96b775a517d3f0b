import { type DefaultProviderInit, defaultProvider } from '@aws-sdk/credential-provider-node';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { PlayError } from '../diagnostics.ts';
import { readProfiles, sharedConfigFiles } from './shared_config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An instance role answers within a few milliseconds; elsewhere nobody does, and the run should not wait for nobody. */
const metadataTimeout = 400;

/**
 * Where credentials come from, in the order of the AWS CLI: a profile asked for by name, keys in the environment, then
 * profiles, single sign-on, web identity, container and instance roles.
 */
export function credentialsFrom(
  environment: Environment,
  options: { profile?: string | undefined; region: string },
): AwsCredentialIdentity | AwsCredentialIdentityProvider {
  const { profile = environment['AWS_PROFILE'] || environment['AWS_DEFAULT_PROFILE'] } = options;
  if (options.profile !== undefined) requireProfile(environment, options.profile);
  const keys = options.profile === undefined ? environmentKeys(environment) : undefined;
  if (keys) return keys;
  if (profile !== undefined) requireProfile(environment, profile);
  return explained(defaultProvider(providerOptions(environment, profile, options.region)), profile);
}

function environmentKeys(environment: Environment): AwsCredentialIdentity | undefined {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = environment['AWS_SESSION_TOKEN'] || environment['AWS_SECURITY_TOKEN'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

function providerOptions(environment: Environment, profile: string | undefined, region: string): DefaultProviderInit {
  const { config, credentials } = sharedConfigFiles(environment);
  const { AWS_WEB_IDENTITY_TOKEN_FILE: webIdentityTokenFile, AWS_ROLE_ARN: roleArn } = environment;
  return {
    filepath: credentials,
    configFilepath: config,
    clientConfig: { region },
    timeout: metadataTimeout,
    maxRetries: 0,
    ...(profile !== undefined && { profile }),
    ...(webIdentityTokenFile && roleArn && { webIdentityTokenFile, roleArn }),
  };
}

function requireProfile(environment: Environment, profile: string): void {
  const profiles = readProfiles(environment);
  if (profiles.has(profile)) return;
  const { config, credentials } = sharedConfigFiles(environment);
  const names = [...profiles.keys()].filter((name) => !/^(sso-session|services)\s/.test(name));
  throw new PlayError({
    code: 'profile-missing',
    message: `there is no AWS profile "${profile}" in ${config} or ${credentials}`,
    hint: names.length > 0 ? `profiles there: ${names.sort().join(', ')}` : `run: aws configure --profile ${profile}`,
  });
}

/** The provider, with the reason why nothing was found put in words that say what to do. */
function explained(
  provider: ReturnType<typeof defaultProvider>,
  profile: string | undefined,
): AwsCredentialIdentityProvider {
  return async (properties) => {
    try {
      return await provider(properties as Parameters<typeof provider>[0]);
    } catch (cause) {
      throw noCredentials(cause, profile);
    }
  };
}

function noCredentials(cause: unknown, profile: string | undefined): unknown {
  if (!(cause instanceof Error) || !/(Credentials|Token)ProviderError/.test(cause.name)) return cause;
  if (profile !== undefined)
    return new PlayError({
      code: 'no-credentials',
      message: `AWS profile "${profile}" gives no credentials: ${cause.message}`,
      hint: `check it with: aws sts get-caller-identity --profile ${profile}`,
      cause,
    });
  const told = /session|expired|login|refresh/i.test(cause.message) ? `: ${cause.message}` : '';
  return new PlayError({
    code: 'no-credentials',
    message: `no AWS credentials found${told}`,
    hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose a profile (AWS_PROFILE, aws configure), or rehearse without an account: --sandbox',
    cause,
  });
}

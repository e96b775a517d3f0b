/** Names by which programs find the user's own account or another endpoint. */
const foreign = /^AWS_(?:ENDPOINT_URL.*|PROFILE|DEFAULT_PROFILE|SESSION_TOKEN|ROLE_ARN|WEB_IDENTITY_.*|CONTAINER_.*)$/;

/**
 * The environment of programs that tasks start while the sandbox stands for AWS: `aws` and its like act there, too. A sandbox without
 * a port cannot be reached from outside; then they find credentials that open no account.
 */
export function sandboxEnvironment(
  environment: Readonly<Record<string, string>>,
  endpoint: string | undefined,
): Record<string, string> {
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || 'eu-west-1';
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name))),
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: region,
    // What Python's clients read.
    AWS_DEFAULT_REGION: region,
  };
}

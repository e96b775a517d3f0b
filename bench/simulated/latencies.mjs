// How long AWS takes to answer. All of it is an assumption: AWS promises none, and publishes none. What others have published:
//
// - One resource, two or three calls, took Terraform about a second: internet gateway, route table 1 s, in
//   https://github.com/DevopsArtFactory/terraform-provisioning/pull/4; task definition 0 s, log group 0–1 s, target group 0 s, in
//   https://github.com/DevopsArtFactory/terraform-provisioning/pull/36.
// - A role and a repository took 3–4 s: https://github.com/jina-ai/examples/pull/277. IAM answers from one region for all.
// - A load balancer took 2 min 54 s until it was active: https://github.com/DataBiosphere/azul/pull/5780.
// - A task on Fargate runs after 45–90 s: https://github.com/aws-samples/amazon-chime-sdk-recording-demo/issues/44; 20–40 s of it go
//   into an image from within the VPC: https://github.com/aws/containers-roadmap/issues/358.
//
// The last two are the sandbox's own profile `aws` (runner/sandbox/latency.ts): 180 s, and 60 s.

/** One call of a client in the same part of the world, in milliseconds, by the first word of the host. */
export const latencies = {
  ec2: { read: 150, write: 350 },
  elasticloadbalancing: { read: 120, write: 400 },
  ecs: { read: 100, write: 250 },
  'api.ecr': { read: 80, write: 200 },
  iam: { read: 150, write: 300 },
  logs: { read: 80, write: 150 },
  sts: { read: 100, write: 100 },
};

const reads = /^(Describe|Get|List|BatchGet|BatchCheck)/;

/** How long the call that a request stands for takes; of a service without figures an error, so that none is forgotten. */
export function latencyOf({ hostname, headers, body }) {
  const operation = headers['x-amz-target']?.split('.').at(-1) ?? /(?:^|&)Action=(\w+)/.exec(String(body))?.[1] ?? '';
  const service = Object.keys(latencies).find((name) => hostname.startsWith(`${name}.`));
  if (!service || !operation) throw new Error(`no latency is assumed for ${operation || 'a call'} of ${hostname}`);
  return latencies[service][reads.test(operation) ? 'read' : 'write'];
}

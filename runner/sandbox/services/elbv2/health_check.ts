import type {
  CreateTargetGroupInput,
  ModifyTargetGroupInput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { failed, invalid } from './errors.ts';

/** The part of a target group that says how its targets are asked for their health. */
export type HealthCheck = Pick<
  TargetGroup,
  | 'HealthCheckProtocol'
  | 'HealthCheckPort'
  | 'HealthCheckEnabled'
  | 'HealthCheckPath'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
  | 'Matcher'
>;

const asksHttp = (protocol: string | undefined) => protocol === 'HTTP' || protocol === 'HTTPS';

/** The health check settings that a caller may leave out, as AWS fills them in (API reference: CreateTargetGroup). */
export function healthCheckDefaults(input: CreateTargetGroupInput): HealthCheck {
  const { Protocol: protocol, TargetType: type = 'instance' } = input;
  const lambda = type === 'lambda';
  const asked = input.HealthCheckProtocol ?? (asksHttp(protocol) ? 'HTTP' : lambda ? undefined : 'TCP');
  const http = asksHttp(asked) || lambda;
  const interval = input.HealthCheckIntervalSeconds ?? (lambda ? 35 : 30);
  const application = asksHttp(protocol);
  const grpc = input.ProtocolVersion === 'GRPC';
  return {
    ...(asked && { HealthCheckProtocol: asked }),
    ...(!lambda && { HealthCheckPort: input.HealthCheckPort ?? 'traffic-port' }),
    HealthCheckEnabled: input.HealthCheckEnabled ?? !lambda,
    HealthCheckIntervalSeconds: interval,
    HealthCheckTimeoutSeconds:
      input.HealthCheckTimeoutSeconds ?? (lambda ? 30 : http && !application ? 6 : application ? 5 : 10),
    HealthyThresholdCount: input.HealthyThresholdCount ?? 5,
    UnhealthyThresholdCount: input.UnhealthyThresholdCount ?? 2,
    ...(http && { HealthCheckPath: input.HealthCheckPath ?? (grpc ? '/AWS.ALB/healthcheck' : '/') }),
    ...(http && {
      Matcher: input.Matcher ?? (grpc ? { GrpcCode: '12' } : { HttpCode: application || lambda ? '200' : '200-399' }),
    }),
  };
}

function between(name: string, value: number | undefined, low: number, high: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= low && value <= high)) {
    throw invalid(`${name} must be between ${low} and ${high}`);
  }
}

/** Whether a matcher such as `200`, `200-399` or `200,301` names codes within 200–499, as an ALB wants it. */
function isHttpMatcher(codes: string): boolean {
  const parts = codes.split(',').map((part) => /^(\d{3})(?:-(\d{3}))?$/.exec(part));
  return parts.every((part) => {
    const [low, high] = [Number(part?.[1]), Number(part?.[2] ?? part?.[1])];
    return part !== null && low >= 200 && high <= 499 && low <= high;
  });
}

/** Refuses a health check that AWS refuses; `merged` is the check as it would be afterwards. */
export function checkHealthCheck(merged: HealthCheck & { Protocol?: string | undefined }): void {
  const {
    HealthCheckIntervalSeconds: interval = 30,
    HealthCheckTimeoutSeconds: timeout = 5,
    HealthCheckPath: path,
  } = merged;
  between('Health check interval', interval, 5, 300);
  between('Health check timeout', timeout, 2, 120);
  between('Healthy threshold count', merged.HealthyThresholdCount, 2, 10);
  between('Unhealthy threshold count', merged.UnhealthyThresholdCount, 2, 10);
  if (timeout >= interval && asksHttp(merged.Protocol)) {
    throw invalid(`Health check timeout '${timeout}' must be smaller than the interval '${interval}'`);
  }
  if (timeout > interval) {
    throw invalid(`Health check timeout '${timeout}' must be smaller than or equal to the interval '${interval}'`);
  }
  if (path !== undefined && (!path.startsWith('/') || path.length > 1024)) {
    throw invalid(`Health check path '${path}' must begin with a '/' character and be at most 1024 characters long`);
  }
  const port = merged.HealthCheckPort ?? 'traffic-port';
  if (port !== 'traffic-port' && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    throw invalid(`Health check port '${port}' must be 'traffic-port' or a number between '1-65535'`);
  }
  const codes = merged.Matcher?.HttpCode;
  if (codes !== undefined && !isHttpMatcher(codes)) {
    throw failed('InvalidParameterValue', 'HttpCode must be like 200 | 200-399 | 200,201 ... and within 200-499');
  }
}

/** The settings of a health check that a ModifyTargetGroup call names. */
export function healthCheckChanges(input: ModifyTargetGroupInput): HealthCheck {
  const { TargetGroupArn: _, ...changes } = input;
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

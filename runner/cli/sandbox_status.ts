import type { SandboxStatus } from '../sandbox/daemon/status.ts';

/** What `play sandbox status` prints. */
export function statusText(status: SandboxStatus, now: number): string {
  const { port, pid, settings, startedAt, idleMs, balancers, services, tasks, faults } = status;
  const idle = settings.idleMinutes > 0 ? `, ends after ${settings.idleMinutes} min` : '';
  return [
    `sandbox at http://127.0.0.1:${port}`,
    `  pid ${pid}, up ${duration(now - startedAt)}, unused for ${duration(idleMs)}${idle}`,
    `  speed ${settings.speed}, sandbox time ${new Date(sandboxTime(status, now)).toISOString()}`,
    ...section('load balancers', balancers.flatMap(balancerLines)),
    ...section(
      'services',
      services.map(
        ({ region, cluster, name, desired, running, pending, taskDefinition, rollout }) =>
          `${name}  desired ${desired}, running ${running}, pending ${pending}  ${taskDefinition}  ${rollout}  (${cluster}, ${region})`,
      ),
    ),
    ...section(
      'tasks',
      tasks.map(({ taskArn, container, pid: its, ports }) => {
        const mapped = ports.map(({ containerPort, port: own }) => `${containerPort} at 127.0.0.1:${own}`).join(', ');
        return `${taskArn.split('/').at(-1)}  ${container}  pid ${its}  ${mapped}`.trimEnd();
      }),
    ),
    ...section('faults', faults),
    '',
  ].join('\n');
}

type Balancer = SandboxStatus['balancers'][number];

function balancerLines({ name, listeners }: Balancer): string[] {
  if (listeners.length === 0) return [`${name}  without listeners`];
  return listeners.map(({ port, protocol, address }) => `${name}  ${protocol} ${port}  ${address}`);
}

const section = (title: string, lines: readonly string[]) =>
  lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`)] : [];

const sandboxTime = ({ pace }: SandboxStatus, now: number) => pace.sandbox + (now - pace.real) * pace.speed;

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

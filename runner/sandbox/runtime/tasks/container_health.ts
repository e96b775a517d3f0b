import type { HealthCheck } from '@aws-sdk/client-ecs';

/** What a container's own health check has come to. */
export type Health = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';

/** The health of one container, by the results of its checks. */
export interface HealthWatch {
  readonly status: Health;
  /** When the next check is due in the sandbox's time; undefined while one is under way. */
  readonly nextAt: number | undefined;
  begin(): void;
  /** Notes a result at a time; tells whether the verdict changed. */
  end(passed: boolean, now: number): boolean;
}

/** Starts to watch at `startedAt` (ECS API: HealthCheck; failures in the start period do not count). */
export function watchHealth(check: HealthCheck, startedAt: number, before: Health): HealthWatch {
  const { interval = 30, retries = 3, startPeriod = 0 } = check;
  let status = before;
  let failures = 0;
  let nextAt: number | undefined = startedAt + interval * 1000;
  return {
    get status() {
      return status;
    },
    get nextAt() {
      return nextAt;
    },
    begin() {
      nextAt = undefined;
    },
    end(passed, now) {
      const was = status;
      nextAt = now + interval * 1000;
      if (passed) [status, failures] = ['HEALTHY', 0];
      else if (now >= startedAt + startPeriod * 1000 || status === 'HEALTHY') failures += 1;
      if (failures >= retries) status = 'UNHEALTHY';
      return status !== was;
    },
  };
}

/** The words that a check runs: `CMD` directly, `CMD-SHELL` and a lone text by a shell; undefined for `NONE`. */
export function checkCommand({ command = [] }: HealthCheck): readonly string[] | undefined {
  const [kind = '', ...words] = command;
  if (kind === 'NONE' || command.length === 0) return undefined;
  if (kind === 'CMD') return words;
  return ['/bin/sh', '-c', kind === 'CMD-SHELL' ? words.join(' ') : command.join(' ')];
}

/** A task's health: what its essential containers with a check say together. */
export function healthOfAll(containers: readonly { essential: boolean; health: Health | undefined }[]): Health {
  const said = containers.filter(({ essential }) => essential).flatMap(({ health }) => health ?? []);
  if (said.includes('UNHEALTHY')) return 'UNHEALTHY';
  return said.length === 0 || said.includes('UNKNOWN') ? 'UNKNOWN' : 'HEALTHY';
}

import type { GroupRecord } from '../../services/elbv2/state.ts';
import type { Dialer, Way } from './dial.ts';

/** What a health check met: a status, nothing in time, or no answer at all. */
export type Met = number | 'timeout' | 'refused';

/** Asks a target for its health as a load balancer does (User guide: target group health checks). */
export function askHealth(
  dialer: Dialer,
  way: Way,
  { group }: Pick<GroupRecord, 'group'>,
  host: string,
  timeoutMs: number,
): Promise<Met> {
  return new Promise((resolve) => {
    const headers = ['Host', host, 'User-Agent', 'ELB-HealthChecker/2.0', 'Accept-Encoding', 'gzip, compressed'];
    const path = group.HealthCheckPath ?? '/';
    const request = dialer.dial(way, {
      method: 'GET',
      path,
      headers: [...headers, 'Connection', 'close'],
      fresh: true,
      idleMs: timeoutMs,
    });
    // Not the silence alone: an answer that trickles in is too late as well.
    const timer = setTimeout(() => {
      resolve('timeout');
      request.destroy();
    }, timeoutMs);
    const done = (met: Met) => {
      clearTimeout(timer);
      resolve(met);
      request.destroy();
    };
    request.once('response', ({ statusCode }) => done(statusCode ?? 0));
    request.on('error', () => done('refused'));
    request.end();
  });
}

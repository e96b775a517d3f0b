import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo, RetryStrategyV2, StandardRetryToken } from '@smithy/types';
import { AnswerLost } from './lost_answer.ts';
import { isConnectTimeout } from './network.ts';

/**
 * The SDK's own retries (throttling, 5xx, broken connections), save that a server which never took a connection is not
 * tried again: a wrong endpoint is reported after one connection timeout and not after several. The pauses between
 * attempts go by the world's clock.
 */
export function createRetryStrategy(
  environment: Readonly<Record<string, string | undefined>>,
  sleep: (ms: number) => Promise<void>,
): RetryStrategyV2 {
  const attempts = Number(environment['AWS_MAX_ATTEMPTS']) || 5;
  const adaptive = environment['AWS_RETRY_MODE'] === 'adaptive';
  const inner = adaptive
    ? new AdaptiveRetryStrategy(async () => attempts)
    : new StandardRetryStrategy({ maxAttempts: attempts, backoff: noPause });
  let reached = false;
  return {
    acquireInitialRetryToken: (scope) => inner.acquireInitialRetryToken(scope),
    async refreshRetryTokenForRetry(token, errorInfo) {
      // The SDK looks at causes, too, and would take a lost answer for a broken connection.
      if (errorInfo.error instanceof AnswerLost) throw errorInfo.error;
      if (!reached && isConnectTimeout(errorInfo.error)) throw new Error('the endpoint was never reached');
      const next = await inner.refreshRetryTokenForRetry(token as StandardRetryToken, errorInfo);
      if (!adaptive) await sleep(pauseAfter(token.getRetryCount(), errorInfo));
      return next;
    },
    recordSuccess(token) {
      reached = true;
      inner.recordSuccess(token as StandardRetryToken);
    },
  };
}

/** The SDK would pause in real time; the pause is made here instead. */
const noPause = { setDelayBase() {}, computeNextBackoffDelay: () => 0 };

const longestPause = 20_000;

/** As the SDK's: at random up to a second after throttling, up to 50 ms otherwise, doubling. */
function pauseAfter(retries: number, { errorType }: RetryErrorInfo): number {
  const base = errorType === 'THROTTLING' ? 1_000 : 50;
  return Math.floor(Math.random() * Math.min(base * 2 ** retries, longestPause));
}

import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/core/retry';
import type { RetryStrategyV2, StandardRetryToken } from '@smithy/types';
import { AnswerLost } from './lost_answer.ts';
import { isConnectTimeout } from './network.ts';

/**
 * The SDK's own retries (throttling, 5xx, broken connections), save that a server which never took a connection is not
 * tried again: a wrong endpoint is reported after one connection timeout and not after several.
 */
export function createRetryStrategy(environment: Readonly<Record<string, string | undefined>>): RetryStrategyV2 {
  const attempts = Number(environment['AWS_MAX_ATTEMPTS']) || 5;
  const inner =
    environment['AWS_RETRY_MODE'] === 'adaptive'
      ? new AdaptiveRetryStrategy(async () => attempts)
      : new StandardRetryStrategy(attempts);
  let reached = false;
  return {
    acquireInitialRetryToken: (scope) => inner.acquireInitialRetryToken(scope),
    async refreshRetryTokenForRetry(token, errorInfo) {
      // The SDK looks at causes, too, and would take a lost answer for a broken connection.
      if (errorInfo.error instanceof AnswerLost) throw errorInfo.error;
      if (!reached && isConnectTimeout(errorInfo.error)) throw new Error('the endpoint was never reached');
      return inner.refreshRetryTokenForRetry(token as StandardRetryToken, errorInfo);
    },
    recordSuccess(token) {
      reached = true;
      inner.recordSuccess(token as StandardRetryToken);
    },
  };
}

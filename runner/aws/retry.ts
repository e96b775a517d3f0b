import { errorCode } from './errors.ts';
import type { World } from './world.ts';

/** Which failures are worth another try, and for how long. */
export interface RetryOptions {
  /** AWS's error codes, e.g. `InvalidSubnetID.NotFound` right after the subnet was made. */
  readonly codes: readonly string[];
  /** Narrows a code that AWS uses for many things. */
  readonly message?: RegExp;
  /** Milliseconds after which the last error is thrown on. */
  readonly limit?: number;
  readonly progress?: (message: string) => void;
}

/**
 * Tries again what AWS's eventual consistency makes fail, with growing pauses. Errors of other codes are thrown on at once,
 * so that a mistake is never waited for.
 */
export async function retryWhile<T>(world: World, options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const { codes, message, limit = 60_000, progress } = options;
  const end = world.now() + limit;
  for (let pause = 500; ; pause = Math.min(pause * 2, 8_000)) {
    try {
      return await attempt();
    } catch (error) {
      const code = errorCode(error);
      const expected = codes.includes(code) && (message?.test((error as Error).message) ?? true);
      const left = end - world.now();
      if (!expected || left <= 0) throw error;
      progress?.(`AWS says ${code}; trying again`);
      // The last pause ends with the time, so that all of it is used.
      await world.sleep(Math.min(pause, left));
    }
  }
}

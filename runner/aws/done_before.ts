import { errorCode } from './errors.ts';

/**
 * Runs a call that AWS refuses when it is sent a second time. When the SDK sent it again because an answer was lost, such a
 * refusal says that the first one was done: `undefined`. A refusal of the first one is thrown on.
 */
export async function unlessDoneBefore<T>(codes: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const { attempts = 1 } = (error as { $metadata?: { attempts?: number } }).$metadata ?? {};
    if (attempts > 1 && codes.includes(errorCode(error))) return undefined;
    throw error;
  }
}

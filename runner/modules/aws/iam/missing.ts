import { retryWhile } from '../../../aws/retry.ts';
import type { World } from '../../../aws/world.ts';

/** IAM's code for what is not there, by the wire and by the SDK. */
export const noSuchEntity = ['NoSuchEntity', 'NoSuchEntityException'];

/**
 * Runs a call that concerns a role, user or group just made, which parts of IAM may not know of for some seconds. A policy
 * that does not exist is a mistake and not waited for.
 */
export function onceIamKnows<T>(world: World, call: () => Promise<T>): Promise<T> {
  return retryWhile(world, { codes: noSuchEntity, message: /\b(role|user|group)\b/i, limit: 15_000 }, call);
}

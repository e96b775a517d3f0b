import { PlayError } from '../diagnostics.ts';
import { isThrottled } from './errors.ts';
import type { WatchedClient } from './guard.ts';
import { isConnectionFailure } from './network.ts';

/**
 * A creation was sent, and whether AWS did it is not known: the connection broke, or AWS answered with an error of its
 * own. Sending it again could make a twin, so the SDK's retries are kept off it; `createOnce` looks first.
 */
export class AnswerLost extends PlayError {
  readonly operation: string;

  constructor(operation: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super({
      code: 'answer-lost',
      message: `the answer to ${operation} was lost (${reason}), so it is not known whether AWS did it`,
      hint: 'run the playbook again: it reads what is there before it acts',
      cause,
    });
    this.name = 'AnswerLost';
    this.operation = operation;
  }
}

/** Turns an ambiguous failure of a creation that carries no client token into `AnswerLost`, which nothing retries. */
export function reportLostAnswers(client: WatchedClient): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      try {
        return await next(args);
      } catch (error) {
        if (isCreation(operation) && !hasClientToken(args.input) && isAmbiguous(error))
          throw new AnswerLost(operation, error);
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'playLostAnswers' },
  );
}

/**
 * Creates a thing exactly once. When the answer is lost, `find` tells whether AWS made it after all; only when it did not
 * is the creation sent again, and then only once.
 */
export async function createOnce<T>(create: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof AnswerLost)) throw error;
    return (await find()) ?? create();
  }
}

/** Tags and routes are left out: made twice, tags are the same, and a route says that it is there. */
const isCreation = (operation: string): boolean =>
  /^((Create|Run|Allocate)[A-Z]|RegisterTaskDefinition$)/.test(operation) &&
  !/^Create(Tags|OrUpdateTags|Route)$/.test(operation);

function hasClientToken(input: unknown): boolean {
  const names = input as { ClientToken?: unknown; clientToken?: unknown } | undefined;
  return names?.ClientToken !== undefined || names?.clientToken !== undefined;
}

interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function isAmbiguous(error: unknown): boolean {
  const { name = '', code, $metadata } = error as SdkError;
  if (isConnectionFailure(error)) return false;
  if (isThrottled(error)) return false;
  if (name === 'TimeoutError' || code === 'ECONNRESET' || code === 'EPIPE' || code === 'ETIMEDOUT') return true;
  return ($metadata?.httpStatusCode ?? 0) >= 500;
}

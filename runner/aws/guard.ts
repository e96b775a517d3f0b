import type { MiddlewareStack } from '@smithy/types';
import { PlayError } from '../diagnostics.ts';
import { isWrite } from './operations.ts';

/** One request to AWS, counted once however often it is tried. */
export interface Call {
  /** As IAM names it: `ec2`, `elasticloadbalancing`, `logs`. */
  readonly service: string;
  /** `CreateVpc`. */
  readonly operation: string;
  readonly write: boolean;
}

/** A write was about to be sent where only reads are allowed. Reaching it is a fault of the module that sent it. */
export class WriteRefused extends PlayError {
  readonly service: string;
  readonly operation: string;

  constructor({ service, operation }: Pick<Call, 'service' | 'operation'>) {
    super({
      code: 'write-refused',
      message: `refused to send ${service}:${operation}: only reads are allowed here`,
      hint: 'check mode and partial runs never write; this is a fault of the module',
    });
    this.name = 'WriteRefused';
    this.service = service;
    this.operation = operation;
  }
}

/** The part of an SDK client that all of them share. */
export interface WatchedClient {
  readonly config: {
    readonly serviceId?: string;
    readonly defaultSigningName?: string;
    readonly requestHandler?: unknown;
  };
  readonly middlewareStack: Pick<MiddlewareStack<object, object>, 'add'>;
}

/** The service of a client as IAM names it. */
export const serviceOf = ({ config }: Pick<WatchedClient, 'config'>): string =>
  config.defaultSigningName ?? config.serviceId?.toLowerCase() ?? 'aws';

/** Reports each call of a client before it is sent and, when `readOnly`, refuses those that are not reads. */
export function watchCalls(
  client: WatchedClient,
  { readOnly = false, onCall }: { readOnly?: boolean; onCall?: (call: Call) => void },
): void {
  const service = serviceOf(client);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? 'UnknownCommand').replace(/Command$/, '');
      const call: Call = { service, operation, write: isWrite(operation) };
      if (readOnly && call.write) throw new WriteRefused(call);
      onCall?.(call);
      return next(args);
    },
    { step: 'initialize', priority: 'high', name: 'playWatchCalls' },
  );
}

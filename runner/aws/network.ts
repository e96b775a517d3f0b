import type { WatchedClient } from './guard.ts';

interface NetworkError {
  readonly name?: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly message?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly unknown[];
}

const unreachable = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL']);

/** Whether no connection came about, so that AWS cannot have seen the request. */
export function isConnectionFailure(error: unknown): boolean {
  const { code = '', syscall, errors } = (error ?? {}) as NetworkError;
  if (unreachable.has(code)) return true;
  if (code === 'ETIMEDOUT' && syscall === 'connect') return true;
  if (errors !== undefined && errors.length > 0 && errors.every(isConnectionFailure)) return true;
  return isConnectTimeout(error);
}

/** Whether the server did not take the connection in time; a second try would cost as much again. */
export function isConnectTimeout(error: unknown): boolean {
  const { name, message = '' } = (error ?? {}) as NetworkError;
  return name === 'TimeoutError' && message.includes('did not establish a connection');
}

/** `host:port` of a failed connection, as far as the error tells. */
export function failedAddress(error: unknown): string | undefined {
  const { hostname, address, port, errors } = (error ?? {}) as NetworkError;
  if (hostname) return hostname;
  if (address) return port ? `${address}:${port}` : address;
  return errors?.map(failedAddress).find((each) => each !== undefined);
}

/** Lets a connection that merely timed out tell where it was to lead, as the others do. */
export function nameAddresses(client: WatchedClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (isConnectionFailure(error) && failedAddress(error) === undefined)
          Object.assign(error as object, { hostname: addressOf(args.request) });
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'playNameAddresses' },
  );
}

function addressOf(request: unknown): string | undefined {
  const { hostname, port } = (request ?? {}) as NetworkError;
  return hostname && port ? `${hostname}:${port}` : hostname;
}

import type { ServiceFacts, WireRequest } from './service_shape.ts';

/** Where a request wants to go, and in whose name. */
export interface Route<S extends ServiceFacts> {
  readonly service: S;
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The parsed body of a query protocol. */
  readonly form: URLSearchParams;
}

/**
 * Finds the service by the credential scope, else by the target, else by the API version (some calls of STS are
 * unsigned); undefined when no service here is meant.
 */
export function route<S extends ServiceFacts>(services: readonly S[], request: WireRequest): Route<S> | undefined {
  const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    request.headers['authorization'] ?? '',
  );
  const [target, targetOperation] = request.headers['x-amz-target']?.split('.') ?? [];
  const form = new URLSearchParams(target === undefined ? request.body : '');
  const service = services.find((each) => {
    if (scope) return each.name === scope[3];
    return target === undefined ? each.version === form.get('Version') : each.target === target;
  });
  return (
    service && {
      service,
      operation: targetOperation ?? form.get('Action') ?? '',
      region: scope?.[2] ?? 'us-east-1',
      accessKeyId: scope?.[1] ?? '',
      form,
    }
  );
}

import { type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { WireRequest, WireResponse } from './wire/service_shape.ts';

/** The door without a socket: an SDK client given this as its `requestHandler` talks to the sandbox in process. */
export function createRequestHandler(answer: (request: WireRequest) => Promise<WireResponse>): HttpHandler {
  return {
    metadata: { handlerProtocol: 'sandbox' },
    async handle(request: HttpRequest) {
      const { status, headers, body, fault, lost } = await answer({
        headers: lowerCased(request.headers),
        body: textOf(request),
      });
      // An answer of status 500 would be tried again and hide the stack.
      if (fault !== undefined) throw fault;
      if (lost) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return { response: new HttpResponse({ statusCode: status, headers: { ...headers }, body: Buffer.from(body) }) };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** JSON bodies are a Uint8Array subclass that warns when it is asked for its text: read its bytes. */
function textOf({ body }: { readonly body?: unknown }): string {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return typeof body === 'string' ? body : '';
}

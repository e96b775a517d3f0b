import { PlayError } from '../../diagnostics.ts';
import { TOKEN_HEADER } from './control.ts';
import type { SandboxRecord } from './record.ts';

const PATIENCE_MS = 20_000;

/**
 * Gives an order to a sandbox in the background: `POST /reset`.
 *
 * @throws PlayError `sandbox_unreachable` when nobody answers, else what the sandbox said
 */
export async function ask<T>(record: SandboxRecord, order: string, body?: object): Promise<T> {
  const [method = '', path = ''] = order.split(' ');
  const answer = await send(`http://127.0.0.1:${record.port}/_play${path}`, {
    method,
    headers: { [TOKEN_HEADER]: record.token, connection: 'close' },
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body && { body: JSON.stringify(body) }),
  });
  const content = (await answer.json()) as T & { message?: string };
  if (answer.ok) return content;
  throw new PlayError({
    code: 'sandbox',
    ...content,
    message: content.message ?? `the sandbox answered ${answer.status}`,
  });
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new PlayError({ code: 'sandbox-unreachable', message: `the sandbox does not answer at ${url}`, cause });
  }
}

import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { createFarm, type Farm, type FarmOptions, forwardTo } from './sample_farm.ts';

/** For tests: a farm that goes when the test ends. */
export async function farmOf(t: TestContext, options?: FarmOptions): Promise<Farm> {
  const farm = await createFarm(options);
  t.after(() => farm.close());
  return farm;
}

/** For tests: a farm with a listener on port 80 that forwards to one group. */
export async function webOf(t: TestContext, options?: FarmOptions, own: Record<string, string> = {}) {
  const farm = await farmOf(t, options);
  const group = await farm.group('web', {}, own);
  await farm.listen(80, forwardTo(group));
  return { farm, group };
}

/** An answer, read to its end. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a request is made. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly agent?: Agent;
}

/** The body of a message as text. */
export async function bodyOf(message: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of message) body += chunk;
  return body;
}

/** Asks and reads the answer to its end. */
export function ask(url: string, { body = '', agent, ...options }: Asking = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...options, ...(agent && { agent }) }, (answer) => {
      bodyOf(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        reject,
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Sends bytes and gives all that comes back until the connection ends. */
export function raw(port: number, text: string, more?: (write: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let back = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text);
      more?.((next) => socket.write(next));
    });
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      back += chunk;
    });
    socket.once('close', () => resolve(back));
    socket.once('error', reject);
  });
}

/** The port of the farm's load balancer. */
export const portOf = ({ dnsName }: Farm) => Number(dnsName.split(':')[1]);

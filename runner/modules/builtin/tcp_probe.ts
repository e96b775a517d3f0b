import { connect } from 'node:net';

export interface Probe {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Keep reading until the peer's text matches, or the time is up. */
  readonly search?: RegExp | undefined;
  readonly signal: AbortSignal;
}

/** `open` with what matched, when something was searched; `closed` when nothing answers there. */
export type ProbeAnswer = { state: 'open'; match?: RegExpExecArray } | { state: 'silent' } | { state: 'closed' };

const enoughText = 1024 * 1024;

/** Connects once and says what was found. */
export function probeTcp({ host, port, timeoutMs, search, signal }: Probe): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let text = '';
    const finish = (answer: ProbeAnswer) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      socket.destroy();
      resolve(answer);
    };
    const interrupt = () => finish({ state: 'closed' });
    let connected = false;
    const timer = setTimeout(() => finish({ state: connected ? 'silent' : 'closed' }), timeoutMs);
    signal.addEventListener('abort', interrupt, { once: true });
    socket.setEncoding('utf8');
    socket.on('error', () => finish({ state: 'closed' }));
    socket.on('close', () => finish({ state: connected ? 'silent' : 'closed' }));
    socket.on('connect', () => {
      connected = true;
      if (!search) finish({ state: 'open' });
    });
    socket.on('data', (chunk) => {
      text = (text + chunk).slice(-enoughText);
      const match = search?.exec(text);
      if (match) finish({ state: 'open', match });
    });
  });
}

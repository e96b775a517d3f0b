import type { Readable } from 'node:stream';

/** Output is kept in memory and in results; nothing sensible needs more, and a text cannot be much longer. */
const limit = 128 * 1024 * 1024;
const quietStart = 2_000;
const interval = 200;

/** Collects what a stream says, up to a limit, and tells the last line of it now and then. */
export function capture(stream: Readable, progress?: (line: string) => void) {
  const chunks: Buffer[] = [];
  let kept = 0;
  let received = 0;
  let told = Date.now() + quietStart - interval;
  stream.on('data', (chunk: Buffer) => {
    received += chunk.length;
    const part = chunk.subarray(0, Math.max(0, limit - kept));
    if (part.length > 0) chunks.push(part);
    kept += part.length;
    if (progress && Date.now() - told >= interval) {
      const line = lastLine(chunk);
      if (line) progress(line);
      told = Date.now();
    }
  });
  return {
    closed: new Promise<void>((resolve) => stream.once('close', resolve)),
    received: () => received,
    dropped: () => received - kept,
    text() {
      // One copy less in memory while the text is made.
      const all = Buffer.concat(chunks.splice(0));
      return all.toString('utf8');
    },
    stop: () => stream.destroy(),
  };
}

function lastLine(chunk: Buffer): string | undefined {
  return chunk
    .toString('utf8')
    .trimEnd()
    .split(/[\r\n]/)
    .at(-1)
    ?.slice(0, 200);
}

/** Writes one event as a line of JSON. */
export type Log = (event: string, fields?: Record<string, unknown>) => void;

/** A log on the given stream, one JSON object a line, as log collectors want it. */
export function jsonLog(stream: { write(text: string): unknown } = process.stdout): Log {
  return (event, fields = {}) => {
    stream.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
  };
}

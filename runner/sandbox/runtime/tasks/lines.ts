import { StringDecoder } from 'node:string_decoder';

/** CloudWatch Logs takes no longer event. */
const LONGEST = 262_118;

/** Cuts what a stream brings into lines. Empty ones are dropped, as the awslogs driver does. */
export function lineSplitter(tell: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const told = (line: string) => {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text !== '') tell(text);
  };
  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(told);
    for (; rest.length > LONGEST; rest = rest.slice(LONGEST)) told(rest.slice(0, LONGEST));
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      told(rest);
      rest = '';
    },
  };
}

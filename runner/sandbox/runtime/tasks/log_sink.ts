import { randomBytes } from 'node:crypto';
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { lastPart } from '../../services/ecs/names.ts';
import { type LogStreamRecord, logsState } from '../../services/logs/state.ts';
import type { RuntimeHost } from '../runtime.ts';

/** What a stream keeps: a task that talks without end must not fill the memory, nor the file of the state. */
const MOST_EVENTS = 5_000;
const MOST_CHARACTERS = 1 << 20;

const sizes = new WeakMap<LogStreamRecord, number>();

function sizeOf(stream: LogStreamRecord): number {
  return sizes.get(stream) ?? stream.events.reduce((sum, { message }) => sum + message.length, 0);
}

/** Adds lines to the end of a stream, and drops the oldest when it holds too much. */
export function appendToRing(
  stream: LogStreamRecord,
  lines: readonly { at: number; text: string }[],
  now: number,
): void {
  let size = sizeOf(stream);
  for (const { at, text } of lines) {
    size += text.length;
    stream.events.push({
      eventId: eventId(at),
      timestamp: Math.round(at),
      ingestionTime: Math.round(now),
      message: text,
    });
  }
  let drop = Math.max(0, stream.events.length - MOST_EVENTS);
  for (let i = 0; i < drop; i += 1) size -= stream.events[i]?.message.length ?? 0;
  for (; size > MOST_CHARACTERS && drop < stream.events.length - 1; drop += 1) {
    size -= stream.events[drop]?.message.length ?? 0;
  }
  stream.events.splice(0, drop);
  stream.dropped = (stream.dropped ?? 0) + drop;
  stream.lastIngestionTime = Math.round(now);
  sizes.set(stream, size);
}

/** 56 digits that grow with the time, as event ids do. */
function eventId(at: number): string {
  const random = BigInt(`0x${randomBytes(16).toString('hex')}`);
  return `${String(Math.round(at)).padStart(17, '3')}${String(random).padStart(39, '0')}`.slice(0, 56);
}

const FLUSH_MS = 20;

/** Takes the lines of a container to CloudWatch Logs, or nowhere when it has another log driver. */
export function logSink(
  host: RuntimeHost,
  container: ContainerDefinition,
  { taskArn, region }: { taskArn: string; region: string },
) {
  const { logDriver, options = {} } = container.logConfiguration ?? {};
  const name = `${options['awslogs-stream-prefix']}/${container.name}/${lastPart(taskArn)}`;
  let lines: { at: number; text: string }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const written = lines;
    lines = [];
    // Looked up each time: a reset or a deletion in between leaves nothing to write to.
    const group = host
      .context(region)
      .state(logsState)
      .groups.get(options['awslogs-group'] ?? '');
    const stream = group?.streams.get(name);
    if (stream && written.length > 0) appendToRing(stream, written, host.clock.now());
  };
  return {
    line(text: string): void {
      if (logDriver !== 'awslogs') return;
      lines.push({ at: host.clock.now(), text });
      if (lines.length > MOST_EVENTS) flush();
      else timer ??= setTimeout(flush, FLUSH_MS);
    },
    flush,
  };
}

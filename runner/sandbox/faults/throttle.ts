import type { RecordOf } from './meaning.ts';

/** Whether a call gets through at this time; a rate is a bucket that holds a second's worth, as AWS's are (EC2: request throttling). */
export function mayPass(record: RecordOf<'throttle'>, now: number): boolean {
  const { fault } = record;
  if ('first' in fault) return record.met >= fault.first;
  const { perSecond } = fault;
  const size = Math.max(1, perSecond);
  const { left, at } = record.bucket ?? { left: size, at: now };
  const filled = Math.min(size, left + ((now - at) / 1000) * perSecond);
  const passes = filled >= 1;
  record.bucket = { left: passes ? filled - 1 : filled, at: now };
  return passes;
}

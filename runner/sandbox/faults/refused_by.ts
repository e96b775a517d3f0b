import type { ServiceError } from '../wire/errors.ts';
import type { FaultRecord } from './fault.ts';
import { type Refused, refusal } from './refusals.ts';
import { isMeant } from './target.ts';

/** The refusal that a fault means for a call; the fault counts it. */
export function refusedBy(records: Iterable<FaultRecord>, call: Refused): ServiceError | undefined {
  for (const record of records) {
    const { fault } = record;
    if (fault.kind !== 'refuse' || !isMeant(fault.target, call)) continue;
    if (record.met >= (fault.first ?? Number.POSITIVE_INFINITY)) continue;
    record.met += 1;
    return refusal(call, fault.code);
  }
  return undefined;
}

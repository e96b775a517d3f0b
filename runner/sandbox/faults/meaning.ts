import type { Context } from '../context.ts';
import type { Store } from '../store.ts';
import type { Call } from '../wire/dispatch.ts';
import type { CallFault, Fault, FaultRecord } from './fault.ts';
import { faultState } from './state.ts';
import { isMeant } from './target.ts';

/** A record of a fault of one kind. */
export type RecordOf<Kind extends Fault['kind']> = FaultRecord<Extract<Fault, { kind: Kind }>>;

/** The faults of one kind that are set. */
export function recordsOf<Kind extends Fault['kind']>(store: Store, kind: Kind): RecordOf<Kind>[] {
  return [...store.get(faultState, '').values()].filter(
    (record): record is RecordOf<Kind> => record.fault.kind === kind,
  );
}

/** Those of one kind that mean a call, in the order in which they were set. */
export function meaning<Kind extends CallFault['kind']>(
  store: Store,
  kind: Kind,
  { route }: Call<Context>,
): RecordOf<Kind>[] {
  const call = { service: route.service.name, operation: route.operation };
  return recordsOf(store, kind).filter(({ fault }) => isMeant((fault as CallFault).target, call));
}

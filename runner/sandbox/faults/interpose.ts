import type { Clock } from '../../aws/clock.ts';
import type { Context } from '../context.ts';
import type { Store } from '../store.ts';
import type { Call } from '../wire/dispatch.ts';
import type { ServiceError } from '../wire/errors.ts';
import type { WireResponse } from '../wire/service_shape.ts';
import { type Contexts, createLag, type Lag } from './lag.ts';
import { meaning } from './meaning.ts';
import { refusal } from './refusals.ts';
import { refusedBy } from './refused_by.ts';
import { faultState } from './state.ts';
import { mayPass } from './throttle.ts';

interface Parts {
  readonly account: string;
  readonly clock: Clock;
  readonly store: Store;
}

/** What faults do to calls. */
export interface Interposer extends Pick<Lag, 'storeFor' | 'forget'> {
  interpose(call: Call<Context>, contexts: Contexts): Promise<WireResponse>;
}

/** Puts the faults of a store between requests and operations. */
export function createInterposer(parts: Parts): Interposer {
  const lag = createLag(parts.store, parts.clock.now);
  return {
    storeFor: lag.storeFor,
    forget: lag.forget,
    async interpose(call, contexts) {
      for (const record of meaning(parts.store, 'delay', call)) {
        record.met += 1;
        await parts.clock.sleep(record.fault.ms);
      }
      const refused = refusalOf(call, parts);
      if (refused) throw refused;
      const answer = await lag.answer(call, contexts);
      return isLost(call, parts.store) ? { ...answer, lost: true } : answer;
    },
  };
}

function refusalOf(call: Call<Context>, { account, clock, store }: Parts): ServiceError | undefined {
  const { service, operation, region } = call.route;
  const refused = { protocol: service.protocol, service: service.name, operation, region, account };
  for (const record of meaning(store, 'throttle', call)) {
    if (mayPass(record, clock.now())) continue;
    record.met += 1;
    return refusal(refused, 'Throttling');
  }
  return refusedBy(store.get(faultState, '').values(), refused);
}

/** Counts the call for each fault that loses answers. */
function isLost(call: Call<Context>, store: Store): boolean {
  let lost = false;
  for (const record of meaning(store, 'lose', call)) {
    record.seen += 1;
    if (!record.fault.calls.includes(record.seen)) continue;
    record.met += 1;
    lost = true;
  }
  return lost;
}

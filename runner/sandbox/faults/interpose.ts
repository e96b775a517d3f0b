import type { Clock } from '../../aws/clock.ts';
import { isWrite } from '../../aws/operations.ts';
import type { Context } from '../context.ts';
import { iamState } from '../services/iam/state.ts';
import type { Store } from '../store.ts';
import type { Call } from '../wire/dispatch.ts';
import type { WireResponse } from '../wire/service_shape.ts';
import type { Fault, FaultRecord } from './fault.ts';
import { createHistory } from './history.ts';
import { refusal } from './refusals.ts';
import { faultState } from './state.ts';
import { isMeant } from './target.ts';
import { mayPass } from './throttle.ts';
import { refuseYoungRoles } from './young_roles.ts';

interface Parts {
  readonly account: string;
  readonly clock: Clock;
  readonly store: Store;
}

/** How the host makes what a handler gets. */
interface Contexts {
  /** The present, brought up to date; counts as a call. */
  present(): Context;
  on(store: Store): Context;
}

/** What faults do to calls. */
export interface Interposer {
  interpose(call: Call<Context>, contexts: Contexts): Promise<WireResponse>;
  /** The account as a service sees it at a time: under `lag iam`, all but IAM know young roles not yet. */
  storeFor(service: string, time: number): Store;
  /** Forgets what was, with the account. */
  forget(): void;
}

type Of<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** Puts the faults of a store between requests and operations. */
export function createInterposer({ account, clock, store }: Parts): Interposer {
  const history = createHistory(store);
  const records = () => [...store.get(faultState, '').values()];
  const lags = () => records().flatMap(({ fault }) => (fault.kind === 'lag' ? [fault] : []));

  /** The faults of one kind that mean a call. */
  const meaning = <Kind extends Fault['kind']>({ route }: Call<Context>, kind: Kind) => {
    const call = { service: route.service.name, operation: route.operation };
    return records().filter(
      (record): record is FaultRecord & { readonly fault: Of<Kind> } =>
        record.fault.kind === kind && 'target' in record.fault && isMeant(record.fault.target, call),
    );
  };

  const refuse = (call: Call<Context>): void => {
    const { service, operation, region } = call.route;
    const refused = { protocol: service.protocol, service: service.name, operation, region, account };
    for (const record of meaning(call, 'throttle')) {
      if (mayPass(record, clock.now())) continue;
      record.met += 1;
      throw refusal(refused, 'Throttling');
    }
    for (const record of meaning(call, 'refuse')) {
      if (record.met >= (record.fault.first ?? Number.POSITIVE_INFINITY)) continue;
      record.met += 1;
      throw refusal(refused, record.fault.code);
    }
  };

  /** The account so long ago; the present one when nothing was written since. */
  const ago = (ms: number): Store => history.at(clock.now() - ms) ?? store;
  /** How long it takes IAM's changes to reach other services. */
  const iamLag = (): number =>
    Math.max(0, ...lags().flatMap(({ target, ms }) => (target.text === 'iam' || target.text === 'iam:*' ? [ms] : [])));

  const lagged = async (call: Call<Context>, contexts: Contexts): Promise<WireResponse> => {
    const present = contexts.present();
    const longest = Math.max(0, ...lags().map(({ ms }) => ms));
    if (longest === 0) return call.answer(present);
    history.forgetBefore(clock.now() - longest);
    const ms = iamLag();
    if (ms > 0) refuseYoungRoles(call, { present, past: contexts.on(ago(ms)), halfPast: contexts.on(ago(ms / 2)) });
    const meant = meaning(call, 'lag');
    const past = ago(Math.max(0, ...meant.map(({ fault }) => fault.ms)));
    const write = isWrite(call.route.operation);
    if (past !== store) {
      for (const record of meant) record.met += 1;
      if (!write) return call.answer(contexts.on(past));
      // Tried on a copy of the past: what would have been refused then is refused now.
      await call.answer(contexts.on(past.copy()));
    }
    if (write) history.keep(clock.now());
    return call.answer(present);
  };

  return {
    forget: history.forget,
    storeFor(service, time) {
      const past = service === 'iam' || iamLag() === 0 ? undefined : history.at(time - iamLag());
      if (!past) return store;
      return { ...store, get: (slot, region) => (slot.name === iamState.name ? past : store).get(slot, region) };
    },
    async interpose(call, contexts) {
      for (const record of meaning(call, 'delay')) {
        record.met += 1;
        await clock.sleep(record.fault.ms);
      }
      refuse(call);
      const answer = await lagged(call, contexts);
      let lost = false;
      for (const record of meaning(call, 'lose')) {
        record.seen += 1;
        if (!record.fault.calls.includes(record.seen)) continue;
        record.met += 1;
        lost = true;
      }
      return lost ? { ...answer, lost } : answer;
    },
  };
}

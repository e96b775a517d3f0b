import { isWrite } from '../../aws/operations.ts';
import type { Context } from '../context.ts';
import { iamState } from '../services/iam/state.ts';
import type { Store } from '../store.ts';
import type { Call } from '../wire/dispatch.ts';
import type { WireResponse } from '../wire/service_shape.ts';
import { createHistory } from './history.ts';
import { meaning, recordsOf } from './meaning.ts';
import { refuseYoungRoles } from './young_roles.ts';

/** How the host makes what a handler gets. */
export interface Contexts {
  /** The present, brought up to date; counts as a call. */
  present(): Context;
  /** The present time, on another state, whose changes nobody sees. */
  on(store: Store): Context;
}

/** Calls that do not know yet what was written. */
export interface Lag {
  /** Answers a call, out of the past when a fault says so. */
  answer(call: Call<Context>, contexts: Contexts): Promise<WireResponse>;
  /** The account as a service sees it at a time: under `lag iam`, all but IAM see its changes late. */
  storeFor(service: string, time: number): Store;
  /** Forgets what was, with the account. */
  forget(): void;
}

/** Keeps what was, as long as a fault of this kind is set. */
export function createLag(store: Store, now: () => number): Lag {
  const history = createHistory(store);
  /** The account so long ago; the present one when nothing was written since. */
  const ago = (ms: number): Store => history.at(now() - ms) ?? store;
  /** How long it takes IAM's changes to reach other services. */
  const iamLag = (): number =>
    longest(recordsOf(store, 'lag').filter(({ fault }) => /^iam(:\*)?$/.test(fault.target.text)));

  const answerOutOfThePast = async (call: Call<Context>, contexts: Contexts, present: Context) => {
    const meant = meaning(store, 'lag', call);
    const past = ago(longest(meant));
    const write = isWrite(call.route.operation);
    if (past !== store) {
      for (const record of meant) record.met += 1;
      if (!write) return call.answer(contexts.on(past));
      // Tried on a copy of the past: what would have been refused then is refused now.
      await call.answer(contexts.on(past.copy()));
    }
    if (write) history.keep(now());
    return call.answer(present);
  };

  return {
    forget: history.forget,
    async answer(call, contexts) {
      const present = contexts.present();
      const reach = longest(recordsOf(store, 'lag'));
      if (reach === 0) return call.answer(present);
      history.forgetBefore(now() - reach);
      const ms = iamLag();
      if (ms > 0) refuseYoungRoles(call, [ago(ms), ago(ms / 2), store].map(contexts.on) as [Context, Context, Context]);
      return answerOutOfThePast(call, contexts, present);
    },
    storeFor(service, time) {
      const past = service === 'iam' || iamLag() === 0 ? undefined : history.at(time - iamLag());
      if (!past) return store;
      return { ...store, get: (slot, region) => (slot.name === iamState.name ? past : store).get(slot, region) };
    },
  };
}

const longest = (records: readonly { readonly fault: { readonly ms: number } }[]): number =>
  Math.max(0, ...records.map(({ fault }) => fault.ms));

import type { Store } from '../store.ts';

/** What the account was like some time ago, as far back as a lag can look. */
export interface History {
  /** Remembers the present; called before each write. */
  keep(now: number): void;
  /** The account as it was then; undefined when nothing was written since. */
  at(time: number): Store | undefined;
  /** Forgets what lies further back. */
  forgetBefore(time: number): void;
  forget(): void;
}

/** A history that begins now. */
export function createHistory(store: Store): History {
  let past: { readonly until: number; readonly store: Store }[] = [];
  return {
    keep(now) {
      // Within a millisecond nothing can be told apart.
      if (past.at(-1)?.until !== now) past.push({ until: now, store: store.copy() });
    },
    at: (time) => past.find(({ until }) => until > time)?.store,
    forgetBefore(time) {
      past = past.filter(({ until }) => until > time);
    },
    forget() {
      past = [];
    },
  };
}

/** What the background process looks after. */
interface Watched {
  /** How long nobody may use it before it ends; infinite for ever. */
  readonly idleMs: number;
  /** The machine slept: so much time did not pass here. */
  onGap(ms: number): void;
  onIdle(): void;
  /** Told once a second. */
  onTick(): void;
}

/** Looks at the time once a second. */
export interface Watch {
  used(): void;
  /** For how long nobody has used it. */
  idleFor(): number;
  end(): void;
}

const TICK_MS = 1_000;
/** A busy machine may be late; a sleeping one is later. */
const GAP_MS = 30_000;

/** Watches for want of use, and for sleep of the machine, in which no time counts. */
export function createWatch({ idleMs, onGap, onIdle, onTick }: Watched, now: () => number = Date.now): Watch {
  let last = now();
  let used = last;
  const timer = setInterval(() => {
    const gap = now() - last - TICK_MS;
    last = now();
    if (gap > GAP_MS) {
      used += gap;
      onGap(gap);
    }
    if (last - used >= idleMs) onIdle();
    else onTick();
  }, TICK_MS);
  return {
    used() {
      used = now();
    },
    idleFor: () => now() - used,
    end: () => clearInterval(timer),
  };
}

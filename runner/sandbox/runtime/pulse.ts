/** What a pulse drives. */
interface Driven {
  /** Does all that is due, and gives the real time in milliseconds until something is due again. */
  act(): number | undefined;
  onError(error: unknown): void;
}

/** Keeps a living sandbox going between requests. */
export interface Pulse {
  /** Acts soon; once for many calls. */
  wake(): void;
  stop(): void;
}

/** Timers take no more than this, and a due time may be moved by what we are not told of. */
const LONGEST_MS = 1_000;
/** After a fault: not in a tight loop, and not never again. */
const AFTER_FAULT_MS = 1_000;

/** Acts when woken and when due, with one timer that is set anew each time. */
export function createPulse({ act, onError }: Driven): Pulse {
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  let stopped = false;
  const beat = () => {
    clearTimeout(timer);
    soon = undefined;
    let next = AFTER_FAULT_MS;
    try {
      // A millisecond at least, so that what is due again at once leaves room for requests.
      next = Math.min(Math.max(1, act() ?? LONGEST_MS), LONGEST_MS);
    } catch (error) {
      onError(error);
    }
    if (!stopped) timer = setTimeout(beat, Math.ceil(next));
  };
  return {
    wake() {
      if (!stopped) soon ??= setImmediate(beat);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearImmediate(soon);
    },
  };
}

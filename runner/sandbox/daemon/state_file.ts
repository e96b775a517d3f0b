import { renameSync } from 'node:fs';
import { decodeState, encodeState } from '../state_codec.ts';
import type { StoreContent } from '../store.ts';
import { readIfThere, writeAtomically } from './atomic_file.ts';

const FORMAT = 1;

/** What outlives a sandbox's process. */
export interface SavedState {
  /** The sandbox's time: it stands still while nothing runs. */
  readonly now: number;
  /** Where it answered, so that it does so again. */
  readonly port: number;
  readonly store: StoreContent;
}

/** The state that was saved. What cannot be read is set aside, and told. */
export function readState(file: string, log: (line: string) => void): SavedState | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const { format, ...state } = decodeState(text) as SavedState & { format: number };
    if (format === FORMAT) return state;
    throw new Error(`it has format ${format}, this version reads ${FORMAT}`);
  } catch (error) {
    renameSync(file, `${file}.unreadable`);
    log(`the saved state cannot be read and was set aside (${file}.unreadable): ${(error as Error).message}`);
    return undefined;
  }
}

/** Saves the state now and then. */
export interface Saver {
  /** Somebody may have changed it: save it soon. */
  soon(): void;
  /** Time went on in it: save it by and by. */
  later(): void;
  /** Save it now, if it has changed. */
  now(): void;
  /** Save nothing any more. */
  end(): void;
}

const SOON_MS = 300;
/** Health checks alone change the state many times a second, and nothing is lost with them. */
const LATER_MS = 5_000;
/** At most a fiftieth of the time goes into saving. */
const SHARE = 50;

/** Saves what `take` gives, soon after it may have changed, and only when it has. */
export function createSaver(file: string, take: () => SavedState, log: (line: string) => void): Saver {
  let timer: NodeJS.Timeout | undefined;
  let saved = '';
  let pause = SOON_MS;
  let hurried = false;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    hurried = false;
    const begun = performance.now();
    try {
      const { now, port, store } = take();
      const content = encodeState(store);
      if (content !== saved) writeAtomically(file, encodeEnvelope(now, port, content));
      saved = content;
    } catch (error) {
      log(`the state could not be saved: ${(error as Error).message}`);
    }
    pause = Math.max(SOON_MS, (performance.now() - begun) * SHARE);
  };
  return {
    soon() {
      if (hurried) return;
      hurried = true;
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    },
    later() {
      timer ??= setTimeout(save, Math.max(LATER_MS, pause));
    },
    now: save,
    end: () => clearTimeout(timer),
  };
}

/** The store's text as it is, so that it is written but once. */
function encodeEnvelope(now: number, port: number, store: string): string {
  return `{"format":${FORMAT},"now":${now},"port":${port},\n"store":${store}}\n`;
}

import type { Clock } from '../aws/clock.ts';
import { createWorld } from '../aws/create_world.ts';
import type { World } from '../aws/world.ts';
import { ask } from './daemon/ask.ts';
import { type SandboxFolder, sandboxFolder } from './daemon/folder.ts';
import { findRunning, type Launched, launch, type Running, stop } from './daemon/launch.ts';
import { type DaemonSettings, settingsFor } from './daemon/settings.ts';
import type { SandboxStatus } from './daemon/status.ts';
import type { FaultView } from './faults/faults.ts';
import { createRunningClock } from './runtime/running_clock.ts';
import type { SandboxWorldOptions } from './sandbox.ts';

/** Which sandbox, and how it is to run when this starts it. */
export interface ConnectOptions extends Partial<DaemonSettings> {
  /** Where its files are: those of the project around the current folder when left out. */
  readonly folder?: SandboxFolder;
}

/** A sandbox in the background, seen from another process. */
export interface ConnectedSandbox {
  readonly folder: SandboxFolder;
  readonly port: number;
  /** For any AWS client: `http://127.0.0.1:…`. */
  readonly endpoint: string;
  readonly region: string;
  /** The sandbox's time, the same as in its own process. */
  readonly clock: Clock;
  /** What runs its containers. */
  readonly engine: DaemonSettings['engine'];
  /** What is worth a line: that it was started, or runs otherwise than was asked for. */
  readonly notes: readonly string[];
  /** Where modules act. With `readOnly` every write is refused before it is sent. */
  world(options?: SandboxWorldOptions): World;
  status(): Promise<SandboxStatus>;
  /** An empty account again, with nothing running. */
  reset(): Promise<void>;
  /** Ends it, and comes back when neither a process nor a port is left. */
  stop(): Promise<void>;
  readonly faults: {
    list(): Promise<FaultView[]>;
    set(text: string): Promise<FaultView[]>;
    setFile(text: string, file: string): Promise<FaultView[]>;
    clear(name: string): Promise<string[]>;
  };
}

/** Whatever is signed with these is let in. */
const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** The project's sandbox, started when none runs. It goes on when this process ends. */
export async function connectSandbox({ folder, ...wanted }: ConnectOptions = {}): Promise<ConnectedSandbox> {
  const files = folder ?? sandboxFolder();
  const settings = settingsFor(definedOnly(wanted));
  const launched = await launch(files, settings);
  return connected(files, launched, notesOf(launched, wanted));
}

/** The project's sandbox when one runs. */
export async function findSandbox(folder: SandboxFolder = sandboxFolder()): Promise<ConnectedSandbox | undefined> {
  const running = await findRunning(folder);
  return running && connected(folder, running, []);
}

function connected(folder: SandboxFolder, { record, status }: Running, notes: readonly string[]): ConnectedSandbox {
  const region = 'eu-west-1';
  const endpoint = `http://127.0.0.1:${record.port}`;
  const { now, sleep } = createRunningClock(status.pace);
  const clock = { now, sleep };
  return {
    folder,
    port: record.port,
    endpoint,
    region,
    clock,
    engine: status.settings.engine,
    notes,
    // The user's own environment says how to reach AWS: it has no say here.
    world: ({ environment = {}, ...options } = {}) =>
      createWorld({ region, credentials, ...options, endpoint, clock, environment }),
    status: () => ask(record, 'GET /status'),
    reset: () => ask(record, 'POST /reset'),
    stop: () => stop(record),
    faults: {
      list: () => ask(record, 'GET /faults'),
      set: (text) => ask(record, 'POST /faults', { text }),
      setFile: (text, file) => ask(record, 'POST /faults', { text, file }),
      clear: (name) => ask(record, 'DELETE /faults', { name }),
    },
  };
}

function notesOf({ started, replaced, record, status }: Launched, wanted: Partial<DaemonSettings>): string[] {
  const { idleMinutes } = status.settings;
  const until = idleMinutes > 0 ? ` or nobody has used it for ${idleMinutes} minutes` : '';
  const notes = replaced ? ['the sandbox of another version was ended and its state taken over'] : [];
  if (started)
    notes.push(`started the sandbox at http://127.0.0.1:${record.port}; it goes on until "play sandbox stop"${until}`);
  for (const [key, value] of Object.entries(definedOnly(wanted)) as [keyof DaemonSettings, unknown][]) {
    const its = status.settings[key];
    if (its !== value)
      notes.push(`the sandbox runs already, with ${words[key]} ${its}; "play sandbox stop" before another`);
  }
  return notes;
}

const words: Readonly<Record<keyof DaemonSettings, string>> = {
  speed: 'speed',
  idleMinutes: 'an idle time of (minutes)',
  engine: 'the engine',
};

function definedOnly<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

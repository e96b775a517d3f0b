import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createRunningClock } from '../runtime/running_clock.ts';
import type { RuntimeFactory } from '../runtime/runtime.ts';
import { createLivingSandbox, type LivingSandbox } from '../sandbox.ts';
import type { WireRequest, WireResponse } from '../wire/service_shape.ts';
import { createControl, type Orders } from './control.ts';
import type { SandboxFolder } from './folder.ts';
import { createPause } from './pause.ts';
import { readRecord, removeRecord, type SandboxRecord } from './record.ts';
import type { DaemonSettings } from './settings.ts';
import { createSaver, type SavedState } from './state_file.ts';
import { type SandboxStatus, statusOf } from './status.ts';
import { createWatch, type Watch } from './watch.ts';

const LONGEST_END_MS = 20_000;

/** What a background process is made of. */
export interface DaemonParts {
  readonly files: SandboxFolder;
  readonly settings: DaemonSettings;
  readonly version: string;
  /** What runs behind it; told where the sandbox answers. */
  readonly runtime?: (endpoint: string) => RuntimeFactory;
  readonly log: (line: string) => void;
}

/** What it begins with. */
export interface Beginning {
  readonly saved: SavedState | undefined;
  readonly identity: SandboxRecord;
  readonly server: Server;
}

/** A sandbox with what looks after it. */
export interface Life {
  readonly sandbox: LivingSandbox;
  readonly control: ReturnType<typeof createControl>;
  answer(request: WireRequest): Promise<WireResponse>;
  /** Somebody uses it. */
  used(): void;
  /** From now on it ends by itself when nobody does, or when its folder is gone. */
  watch(): void;
  /** Saves the state, ends what runs, and frees the ports. Does it once. */
  end(reason: string): Promise<void>;
  /** Resolves when it has ended, of itself or by an order. */
  readonly ended: Promise<void>;
}

/** The sandbox of a folder; `end` takes all of it down. */
export function createLife(parts: DaemonParts, { saved, identity, server }: Beginning): Life {
  const { files, settings, runtime, log } = parts;
  const { port } = identity;
  const startedAt = Date.now();
  const clock = createRunningClock({ real: startedAt, sandbox: saved?.now ?? startedAt, speed: settings.speed });
  const pause = createPause();
  let watch: Watch | undefined;
  let ending: Promise<void> | undefined;
  let over = () => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const sandbox = createLivingSandbox({
    clock,
    log,
    ...(runtime && { runtime: runtime(`http://127.0.0.1:${port}`) }),
    onUse: () => watch?.used(),
    onProgress: () => saver.later(),
  });
  const saver = createSaver(files.state, () => ({ now: clock.now(), port, store: sandbox.store.content() }), log);
  const takeDown = async () => {
    watch?.end();
    server.close();
    sandbox.hold();
    // Before its tasks end, so that they run again when it is started again.
    saver.now();
    saver.end();
    // The lock is given back in any case: what hangs is found as an orphan.
    await Promise.race([stopRuntime(sandbox), delay(LONGEST_END_MS, undefined, { ref: false })]);
    if (isOurs(files, identity)) removeRecord(files.record);
    server.closeAllConnections();
    over();
  };
  const end = (reason: string) => {
    if (!ending) log(`the sandbox ends: ${reason}`);
    ending ??= pause.during(takeDown);
    return ending;
  };
  const told = () => ({ startedAt, idleMs: watch?.idleFor() ?? 0 });
  return {
    sandbox,
    control: createControl(identity.token, {
      'GET /status': (): SandboxStatus => ({ ...facts(parts, identity), ...told(), ...statusOf(sandbox) }),
      // Answered first: whoever asked waits for the process to end.
      'POST /stop': () => void setTimeout(() => void end('it was told to'), 10),
      'POST /reset': () => pause.during(() => reset(sandbox, files)),
      ...faultOrders(sandbox),
    }),
    async answer(request) {
      await pause.over();
      saver.soon();
      return sandbox.answer(request);
    },
    used: () => watch?.used(),
    watch() {
      watch = watchOver(parts, identity, { end, onGap: (ms) => clock.advance(-ms * settings.speed) });
    },
    end,
    ended,
  };
}

const facts = ({ settings }: DaemonParts, { pid, version, port }: SandboxRecord) => ({ pid, version, port, settings });

const isOurs = (files: SandboxFolder, { token }: SandboxRecord) => readRecord(files.record)?.token === token;

function watchOver(
  { files, settings }: DaemonParts,
  identity: SandboxRecord,
  { end, onGap }: { end(reason: string): Promise<void>; onGap(ms: number): void },
): Watch {
  return createWatch({
    idleMs: settings.idleMinutes > 0 ? settings.idleMinutes * 60_000 : Number.POSITIVE_INFINITY,
    onGap,
    onIdle: () => void end(`nobody has used it for ${settings.idleMinutes} minutes`),
    onTick() {
      if (!isOurs(files, identity)) void end('its folder is gone, or another one took its place');
    },
  });
}

function faultOrders({ faults }: LivingSandbox): Orders {
  return {
    'GET /faults': () => faults.list(),
    'POST /faults': async ({ text, file }) =>
      file === undefined ? [await faults.set(String(text))] : faults.setFile(String(text), String(file)),
    'DELETE /faults': ({ name }) => faults.clear(String(name)),
  };
}

/** An empty account, with nothing running. */
async function reset(sandbox: LivingSandbox, { tasks }: SandboxFolder): Promise<void> {
  sandbox.hold();
  sandbox.reset();
  await stopRuntime(sandbox);
  // The images went with their repositories.
  rmSync(join(tasks, 'images'), { recursive: true, force: true });
  // Once more: what was under way may have come to its end.
  sandbox.reset();
  await sandbox.start();
}

async function stopRuntime({ runtime }: LivingSandbox): Promise<void> {
  // Balancers first: nobody is led to a task that ends.
  await runtime.balancers?.closeAll();
  await runtime.tasks?.stopAll();
}

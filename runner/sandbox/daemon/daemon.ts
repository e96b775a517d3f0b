import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Door, type DoorOptions, serveHttp } from '../http.ts';
import { createRunningClock } from '../runtime/running_clock.ts';
import type { RuntimeFactory } from '../runtime/runtime.ts';
import { createLivingSandbox, type LivingSandbox } from '../sandbox.ts';
import type { WireRequest, WireResponse } from '../wire/service_shape.ts';
import { createControl, type Orders } from './control.ts';
import type { SandboxFolder } from './folder.ts';
import { ownIdentity } from './process_identity.ts';
import { readRecord, removeRecord, type SandboxRecord, writeRecord } from './record.ts';
import { resume } from './resume.ts';
import type { DaemonSettings } from './settings.ts';
import { createSaver, readState, type SavedState } from './state_file.ts';
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

/** A sandbox that runs. */
export interface Daemon {
  readonly port: number;
  /** Saves the state, ends what runs, and frees the ports. Does it once. */
  end(reason: string): Promise<void>;
  /** Resolves when it has ended, of itself or by an order. */
  readonly ended: Promise<void>;
}

/** Runs the sandbox of a folder: state from its file, ports open, time running. Whoever calls this holds the lock. */
export async function startDaemon(parts: DaemonParts): Promise<Daemon> {
  const { files, settings, version, log } = parts;
  const saved = readState(files.state, log);
  let begin = (_: Life) => {};
  const begun = new Promise<Life>((resolve) => {
    begin = resolve;
  });
  // Open before there is anything behind it, as its tasks are told where it is. Who comes early waits.
  const server = await listen(
    { answer: async (request) => (await begun).answer(request) },
    { control: async (...order) => (await begun).control(...order), onRequest: () => life.used() },
    saved?.port,
  );
  const { port } = server.address() as AddressInfo;
  const identity = { ...ownIdentity(), port, version, token: randomBytes(16).toString('hex') };
  const life = createLife(parts, { saved, identity, server });
  const { sandbox } = life;
  if (saved) {
    sandbox.store.restore(saved.store);
    await resume(sandbox);
  }
  await sandbox.start();
  begin(life);
  writeRecord(files.record, identity);
  life.watch();
  log(`the sandbox answers at http://127.0.0.1:${port} (version ${version}, speed ${settings.speed})`);
  return life;
}

type Life = ReturnType<typeof createLife>;

interface Start {
  readonly saved: SavedState | undefined;
  readonly identity: SandboxRecord;
  readonly server: Server;
}

/** The sandbox and what looks after it; `end` takes all of it down. */
function createLife({ files, settings, runtime, log }: DaemonParts, { saved, identity, server }: Start) {
  const { token, version, port } = identity;
  const startedAt = Date.now();
  const clock = createRunningClock({ real: startedAt, sandbox: saved?.now ?? startedAt, speed: settings.speed });
  let over = () => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  /** While this is under way nothing is answered. */
  let busy: Promise<void> | undefined;
  let ending = false;
  const sandbox = createLivingSandbox({
    clock,
    log,
    ...(runtime && { runtime: runtime(`http://127.0.0.1:${port}`) }),
    onUse: () => watch?.used(),
    onProgress: () => saver.later(),
  });
  const saver = createSaver(files.state, () => ({ now: clock.now(), port, store: sandbox.store.content() }), log);
  let watch: Watch | undefined;
  const startWatch = () => {
    watch = createWatch({
      idleMs: settings.idleMinutes > 0 ? settings.idleMinutes * 60_000 : Number.POSITIVE_INFINITY,
      onGap: (ms) => clock.advance(-ms * settings.speed),
      onIdle: () => void end(`nobody has used it for ${settings.idleMinutes} minutes`),
      onTick() {
        if (readRecord(files.record)?.token !== token) void end('its folder is gone, or another one took its place');
      },
    });
  };
  const status = (): SandboxStatus => {
    const told = { pid: identity.pid, version, port, startedAt, idleMs: watch?.idleFor() ?? 0, settings };
    return { ...told, ...statusOf(sandbox) };
  };
  const control = createControl(token, {
    'GET /status': status,
    // Answered first: whoever asked waits for the process to end.
    'POST /stop': () => void setTimeout(() => void end('it was told to'), 10),
    'POST /reset': () => {
      busy ??= reset(sandbox, files).finally(() => {
        busy = undefined;
      });
      return busy;
    },
    ...faultOrders(sandbox),
  });
  async function answer(request: WireRequest): Promise<WireResponse> {
    await busy;
    saver.soon();
    return sandbox.answer(request);
  }
  async function end(reason: string): Promise<void> {
    if (ending) return ended;
    ending = true;
    log(`the sandbox ends: ${reason}`);
    await busy;
    busy = ended;
    watch?.end();
    server.close();
    sandbox.hold();
    // Before its tasks end, so that they run again when it is started again.
    saver.now();
    saver.end();
    // The lock is given back in any case: what hangs is found as an orphan.
    await Promise.race([stopRuntime(sandbox), delay(LONGEST_END_MS, undefined, { ref: false })]);
    if (readRecord(files.record)?.token === token) removeRecord(files.record);
    server.closeAllConnections();
    over();
  }
  return { sandbox, control, answer, used: () => watch?.used(), watch: startWatch, port, end, ended };
}

function faultOrders({ faults }: LivingSandbox): Orders {
  return {
    'GET /faults': () => faults.list(),
    'POST /faults': async ({ text, file }) =>
      file === undefined ? [await faults.set(String(text))] : faults.setFile(String(text), String(file)),
    'DELETE /faults': ({ name }) => faults.clear(String(name)),
  };
}

/** On the port it had, where that is free. */
async function listen(door: Door, options: DoorOptions, wanted = 0): Promise<Server> {
  try {
    return await serveHttp(door, { ...options, port: wanted });
  } catch (error) {
    if (wanted === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return serveHttp(door, options);
  }
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

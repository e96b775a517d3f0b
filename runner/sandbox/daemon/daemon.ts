import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Door, type DoorOptions, serveHttp } from '../http.ts';
import { createLife, type DaemonParts, type Life } from './life.ts';
import { ownIdentity } from './process_identity.ts';
import { writeRecord } from './record.ts';
import { resume } from './resume.ts';
import { readState } from './state_file.ts';

/** Runs the sandbox of a folder: state from its file, ports open, time running. Whoever calls this holds the lock. */
export async function startDaemon(parts: DaemonParts): Promise<Life> {
  const { files, settings, version, log } = parts;
  const saved = readState(files.state, log);
  let begin = (_: Life) => {};
  const begun = new Promise<Life>((resolve) => {
    begin = resolve;
  });
  // Open before there is anything behind it, as its tasks are told where it is. Who comes early waits.
  const server = await listen(
    { answer: async (request) => (await begun).answer(request) },
    {
      control: async (...order) => (await begun).control(...order),
      onRequest: () => void begun.then(({ used }) => used()),
    },
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

/** On the port it had, where that is free. */
async function listen(door: Door, options: DoorOptions, wanted = 0): Promise<Server> {
  try {
    return await serveHttp(door, { ...options, port: wanted });
  } catch (error) {
    if (wanted === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return serveHttp(door, options);
  }
}

// An account of moto's, in a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Starts moto, or says why not. It writes a line about each request, of whomever, and these are counted. */
export async function startMoto(folder) {
  const version = /[\d.]+/.exec(spawnSync('python3', ['-c', versionOfMoto], { encoding: 'utf8' }).stdout ?? '')?.[0];
  if (spawnSync('moto_server', ['--help']).status !== 0)
    return { missing: 'moto_server is not on PATH (pip install moto[server])' };
  const url = `http://127.0.0.1:${await freePort()}`;
  const log = join(folder, 'moto.log');
  const file = openSync(log, 'w');
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', new URL(url).port], { stdio: ['ignore', file, file] });
  closeSync(file);
  await untilItAnswers(url, child);
  const requests = () => readFileSync(log, 'utf8').split(' HTTP/1.1" ').length - 1;
  return {
    version,
    environment: {
      AWS_ENDPOINT_URL: url,
      // Where amazon.aws looks for it.
      AWS_URL: url,
      AWS_ACCESS_KEY_ID: 'moto',
      AWS_SECRET_ACCESS_KEY: 'moto-secret',
      AWS_DEFAULT_REGION: 'eu-west-1',
    },
    /** How many requests the work sends, beside its own result. */
    async counted(work) {
      const before = requests();
      const result = await work();
      return { ...result, requests: requests() - before };
    },
    /** An empty account again. */
    reset: () => fetch(`${url}/moto-api/reset`, { method: 'POST' }),
    stop: () => child.kill(),
  };
}

const versionOfMoto = 'import importlib.metadata; print(importlib.metadata.version("moto"))';

async function untilItAnswers(url, child) {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`moto_server ended with ${child.exitCode}`);
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(200);
  }
  child.kill();
  throw new Error(`moto does not answer at ${url}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

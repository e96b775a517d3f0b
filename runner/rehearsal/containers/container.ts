import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../moto.ts';
import type { Workshop } from './workshop.ts';

/** How a container of the time app answered, and how it ended when it was asked to. */
export interface Life {
  readonly now: string;
  readonly exitCode: number;
  /** Milliseconds from the request to stop to its end. */
  readonly stopping: number;
  readonly logs: string;
}

/** Runs an image as it is, asks it for the time, and stops it with time enough to end by itself. */
export async function liveOnce({ environment }: Workshop, program: 'docker' | 'podman', image: string): Promise<Life> {
  const port = await freePort();
  const run = (...words: string[]) => execFileSync(program, words, { env: environment, encoding: 'utf8' }).trim();
  // Podman needs systemd to ask after a container's health, and many a machine has none.
  const more = program === 'podman' ? ['--no-healthcheck'] : [];
  const id = run('run', '--detach', '--network=host', ...more, `--env=PORT=${port}`, image)
    .split('\n')
    .at(-1)!;
  try {
    const now = await firstAnswer(`http://127.0.0.1:${port}/now`);
    const asked = Date.now();
    run('stop', '--time=15', id);
    const stopping = Date.now() - asked;
    const exitCode = Number(run('inspect', '--format={{.State.ExitCode}}', id));
    const logs = spawnSync(program, ['logs', id], { env: environment, encoding: 'utf8' });
    return { now, exitCode, stopping, logs: logs.stdout + logs.stderr };
  } finally {
    run('rm', '--force', id);
  }
}

async function firstAnswer(url: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return answer.text();
    await delay(50);
  }
  return assert.fail(`${url} does not answer within ten seconds`);
}

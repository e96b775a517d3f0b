import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlayEvent } from '../../engine/events.ts';
import type { Result } from '../../modules/module.ts';
import { play } from '../../play.ts';
import type { Workshop } from './workshop.ts';

/** How a playbook of a few tasks ended. */
export interface Ended {
  readonly code: number;
  /** What the last task that ran returned. */
  readonly result: Result;
  /** Code of the mistake behind a failure, and what to do. */
  readonly errorCode: string | undefined;
  readonly hint: string | undefined;
  readonly progress: readonly string[];
  /** All that was reported, as text. */
  readonly text: string;
}

export interface RunTasks {
  readonly environment?: Readonly<Record<string, string>>;
  readonly check?: boolean;
}

/** Runs tasks, written as objects, as a playbook of their own. */
export async function runTasks(
  workshop: Workshop,
  tasks: readonly object[],
  { environment = {}, check = false }: RunTasks = {},
): Promise<Ended> {
  const cwd = mkdtempSync(join(workshop.folder, 'playbook-'));
  const plays = [{ hosts: 'localhost', gather_facts: false, tasks }];
  writeFileSync(join(cwd, 'site.yml'), JSON.stringify(plays));
  const events: PlayEvent[] = [];
  const { code, diagnostics } = await play({
    playbook: 'site.yml',
    cwd,
    check,
    environment: { ...workshop.environment, REGISTRY_PASSWORD: workshop.password, ...environment },
    reporter: (event) => events.push(event),
  });
  assert.notEqual(code, 4, JSON.stringify(diagnostics));
  const outcome = events.flatMap((event) => (event.type === 'task_done' ? event.outcome : [])).at(-1);
  return {
    code,
    result: outcome?.result ?? {},
    errorCode: outcome?.error?.code,
    hint: outcome?.error?.hint,
    progress: events.flatMap((event) => (event.type === 'progress' ? event.message : [])),
    text: JSON.stringify(events),
  };
}

/** The task that logs in to the workshop's registry. */
export const login = ({ registry }: Workshop, more: object = {}) => ({
  docker_login: {
    registry_url: registry,
    username: 'play',
    password: "{{ lookup('env', 'REGISTRY_PASSWORD') }}",
    ...more,
  },
});

import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitForSchema } from '../../../schemas/wait_for.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { lookAtLink } from './look_at.ts';
import { pathInfo } from './path_info.ts';
import { absolutePath } from './paths.ts';
import { pythonRegex } from './python_regex.ts';
import { countConnections } from './tcp_connections.ts';
import { probeTcp } from './tcp_probe.ts';

type Params = Infer<typeof waitForSchema>;

/** What was found when the condition holds; undefined while it does not. */
type Look = () => Promise<Result | undefined>;

/** Waits for a port, a file, or a text in a file (Ansible: `ansible.builtin.wait_for`). */
export const waitFor = action({
  name: 'wait_for',
  schema: waitForSchema,
  check: 'skips',
  async run(params, context) {
    refuseContradictions(params);
    const began = Date.now();
    await pauseFor(params.delay, context);
    if (params.port === undefined && params.path === undefined && params.state !== 'drained') {
      await pauseFor(params.timeout, context);
      return done(params, began);
    }
    const found = await until(lookFor(params, began, context), params, began, context);
    if (found) return { ...done(params, began), ...found, ...fileInfo(params, context) };
    return { changed: false, failed: true, elapsed: elapsed(began), msg: params.msg ?? tooLate(params) };
  },
});

function refuseContradictions({ port, path, state, exclude_hosts }: Params): void {
  const refuse = (message: string, hint: string) => {
    throw new PlayError({ code: 'wait-for-parameters', message, hint });
  };
  if (path !== undefined && (state === 'stopped' || state === 'drained'))
    refuse(`state ${state} is for ports, not for the file ${path}`, 'use state: absent or present');
  if (state === 'drained' && port === undefined) refuse('state drained needs a port', 'say which with "port"');
  if (exclude_hosts !== undefined && state !== 'drained')
    refuse('"exclude_hosts" goes with state drained only', 'leave it out, or set state: drained');
}

async function until(look: Look, params: Params, began: number, context: ActionContext): Promise<Result | undefined> {
  const end = began + params.timeout * 1000;
  for (;;) {
    context.signal.throwIfAborted();
    const found = await look();
    if (found) return found;
    const left = end - Date.now();
    if (left <= 0) return undefined;
    context.progress(`waiting for ${subject(params)} (${elapsed(began)} of ${params.timeout} s)`);
    // Without a pause between looks a processor would be busy doing nothing else.
    await pauseFor(Math.min(Math.max(params.sleep, 0.1), left / 1000), context);
  }
}

function lookFor(params: Params, began: number, context: ActionContext): Look {
  const search = params.search_regex === undefined ? undefined : pythonRegex(params.search_regex, 'm');
  if (params.path !== undefined) return fileLook(absolutePath(params.path, context), params, search);
  return params.state === 'drained' ? drainedLook(params) : portLook(params, search, began, context);
}

function fileLook(path: string, { state }: Params, search: RegExp | undefined): Look {
  return async () => {
    const exists = lookAtLink(path) !== undefined;
    const match = exists && search ? search.exec(readText(path)) : undefined;
    if (state === 'absent') return !exists || (search && !match) ? {} : undefined;
    if (!exists || (search && !match)) return undefined;
    return match ? matched(match) : {};
  };
}

/** A file may vanish, or still be someone else's, between two looks. */
function readText(path: string): string {
  try {
    return statSync(path).isDirectory() ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function portLook(
  { host, port, state, connect_timeout, timeout }: Params,
  search: RegExp | undefined,
  began: number,
  { signal }: ActionContext,
): Look {
  const gone = state === 'stopped' || state === 'absent';
  return async () => {
    const left = began + timeout * 1000 - Date.now();
    const timeoutMs = Math.max(100, search && !gone ? left : Math.min(connect_timeout * 1000, left));
    const answer = await probeTcp({ host, port: port!, timeoutMs, search: gone ? undefined : search, signal });
    if (gone) return answer.state === 'closed' ? {} : undefined;
    if (answer.state !== 'open') return undefined;
    return answer.match ? matched(answer.match) : {};
  };
}

function drainedLook({ host, port, active_connection_states, exclude_hosts = [] }: Params): Look {
  return async () => {
    const count = await countConnections({
      host,
      port: port!,
      states: active_connection_states,
      excludeHosts: exclude_hosts,
    });
    return count === 0 ? {} : undefined;
  };
}

const matched = (match: RegExpExecArray): Result => ({
  match_groups: match.slice(1).map((group) => group ?? null),
  match_groupdict: { ...match.groups },
});

function done({ state, port, path, search_regex }: Params, began: number): Result {
  return {
    changed: false,
    state,
    port: port ?? null,
    path: path ?? null,
    search_regex: search_regex ?? null,
    match_groups: [],
    match_groupdict: {},
    elapsed: elapsed(began),
  };
}

/** Of a file that is there, `state` is what it is (`file`, `directory`), as in Ansible. */
function fileInfo({ path, state }: Params, context: ActionContext): Result {
  const file = path === undefined || state === 'absent' ? undefined : absolutePath(path, context);
  return file !== undefined && lookAtLink(file) ? { ...pathInfo(file) } : {};
}

function subject({ host, port, path, state, search_regex }: Params): string {
  const gone = state === 'absent' || state === 'stopped';
  const where = path ?? `${host}:${port}`;
  if (search_regex !== undefined) return `${gone ? 'no ' : ''}search string ${search_regex} in ${where}`;
  if (state === 'drained') return `${where} to drain`;
  if (gone) return path === undefined ? `${where} to stop` : `${where} to be absent`;
  return path === undefined ? where : `file ${path}`;
}

const tooLate = (params: Params) => `Timeout when waiting for ${subject(params)}`;

const elapsed = (began: number) => Math.floor((Date.now() - began) / 1000);

async function pauseFor(seconds: number, { signal }: ActionContext): Promise<void> {
  if (seconds > 0) await sleep(seconds * 1000, undefined, { signal }).catch(() => signal.throwIfAborted());
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { PlayError } from '../diagnostics.ts';
import { type ConnectedSandbox, findSandbox } from '../sandbox/connect.ts';
import { sandboxFolder } from '../sandbox/daemon/folder.ts';
import { didYouMean } from '../schema/distance.ts';
import { type Flags, usage } from './options.ts';
import { connect } from './sandbox_options.ts';

type Command = (words: readonly string[], flags: Flags) => Promise<number>;

const commands: Readonly<Record<string, Command>> = { start, status, stop, reset, logs, env, fault };

/** `play sandbox …`: the sandbox in the background. Returns the exit code. */
export async function sandboxCommand([name, ...words]: readonly string[], flags: Flags): Promise<number> {
  if (name === undefined || flags.help) return print((await import('./sandbox_help.ts')).sandboxHelp);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    throw usage(
      `there is no command sandbox ${name}`,
      didYouMean(name, Object.keys(commands)) ?? 'play sandbox --help',
    );
  if (words.length > 0 && command !== logs && command !== fault)
    throw usage(`sandbox ${name} takes no ${words.join(' ')}`, 'play sandbox --help');
  return command(words, flags);
}

async function start(_: readonly string[], flags: Flags): Promise<number> {
  const { notes, endpoint } = await connect(flags);
  return notes.length > 0 ? 0 : print(`the sandbox runs already, at ${endpoint}\n`);
}

async function status(_: readonly string[], flags: Flags): Promise<number> {
  return withRunning(async (sandbox) => {
    if (flags.output === 'json') return void print(`${JSON.stringify(await sandbox.status(), null, 2)}\n`);
    const { statusText } = await import('./sandbox_status.ts');
    print(statusText(await sandbox.status(), Date.now()));
  });
}

async function stop(): Promise<number> {
  const sandbox = await findSandbox();
  if (!sandbox) return print('no sandbox runs here\n');
  await sandbox.stop();
  return print('the sandbox has ended; its state is kept for the next start\n');
}

async function reset(): Promise<number> {
  const sandbox = await findSandbox();
  // What a stopped one left is its state as well.
  if (!sandbox) rmSync(sandboxFolder().state, { force: true });
  await sandbox?.reset();
  return print('the account is empty\n');
}

async function logs(groups: readonly string[]): Promise<number> {
  if (groups.length > 0)
    return withRunning(async (sandbox) => (await import('./sandbox_logs.ts')).printLogs(sandbox, groups));
  const { log } = sandboxFolder();
  return print(existsSync(log) ? readFileSync(log, 'utf8') : '');
}

async function env(_: readonly string[], flags: Flags): Promise<number> {
  const sandbox = await connect(flags);
  const { endpoint } = sandbox;
  // Where something runs, so that other clients find it; else where the user would look.
  const [service] = (await sandbox.status()).services;
  const region = service?.region ?? process.env['AWS_REGION'] ?? sandbox.region;
  const names = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: region,
    // What Python's clients read.
    AWS_DEFAULT_REGION: region,
  };
  return print(
    Object.entries(names)
      .map(([name, value]) => `export ${name}=${value}\n`)
      .join(''),
  );
}

async function fault([first, ...rest]: readonly string[]): Promise<number> {
  return withRunning(async ({ faults }) => {
    if (first === undefined || first === 'list') return void print(lines(await faults.list()));
    if (first === 'clear') {
      if (rest.length === 0) throw usage('which fault?', 'play sandbox fault clear NAME, or all');
      for (const name of await faults.clear(rest.join(' '))) print(`ended: ${name}\n`);
      return;
    }
    if (!first.startsWith('@')) return void print(lines(await faults.set([first, ...rest].join(' '))));
    const file = first.slice(1);
    print(lines(await faults.setFile(readText(file), file)));
  });
}

const lines = (faults: readonly { readonly text: string; readonly met: number }[]) =>
  faults.map(({ text, met }) => `${text}${met > 0 ? `  (${met} times so far)` : ''}\n`).join('');

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PlayError({ code: 'fault', message: `cannot read ${file}`, hint: (cause as Error).message, cause });
  }
}

async function withRunning(use: (sandbox: ConnectedSandbox) => Promise<void>): Promise<number> {
  const sandbox = await findSandbox();
  if (!sandbox) {
    process.stderr.write('play: no sandbox runs here\n  play sandbox start, or play PLAYBOOK --sandbox\n');
    return 1;
  }
  await use(sandbox);
  return 0;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

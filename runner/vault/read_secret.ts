import { spawn } from 'node:child_process';
import { readFileSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, extname, resolve } from 'node:path';
import { PlayError } from '../diagnostics.ts';
import { isEncrypted } from './envelope.ts';
import { createKeyring, type VaultSecret } from './keyring.ts';
import type { VaultSource } from './sources.ts';

/** Asks the person at the terminal. */
export type Ask = (question: string, options: { echo: boolean; signal: AbortSignal }) => Promise<string>;

export interface SecretOptions {
  /** Left out where nobody is there to ask. */
  readonly ask?: Ask | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that names of files are relative to. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** A password to encrypt with: it is asked for twice. */
  readonly isNew?: boolean;
}

/** The passwords of all sources, in order; those that cannot be had are told in `problems`. */
export async function readSecrets(
  sources: readonly VaultSource[],
  options: SecretOptions,
): Promise<{ readonly secrets: readonly VaultSecret[]; readonly problems: readonly PlayError[] }> {
  const secrets: VaultSecret[] = [];
  const problems: PlayError[] = [];
  for (const source of sources) {
    try {
      secrets.push({ id: source.id, password: await passwordOf(source, secrets, options) });
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
      problems.push(error);
    }
  }
  return { secrets, problems };
}

async function passwordOf(
  { id, from }: VaultSource,
  earlier: readonly VaultSecret[],
  options: SecretOptions,
): Promise<Buffer> {
  if ('prompt' in from) return askFor(from.prompt === 'labelled' ? ` (${id})` : '', options);
  const path = resolve(options.cwd, from.file.replace(/^~(?=\/|$)/, options.environment['HOME'] ?? homedir()));
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw unusable(`there is no vault password file ${from.file}`, `looked for ${path}`);
  if (stats.isDirectory()) throw unusable(`the vault password file ${from.file} is a folder`, 'name the file in it');
  const password = isScript(stats) ? await runScript(path, id, options) : readPassword(path, earlier);
  if (password.length > 0) return password;
  throw unusable(`the vault password that ${from.file} gives is empty`, 'put the password into it, on one line');
}

async function askFor(label: string, { ask, signal, isNew }: SecretOptions): Promise<Buffer> {
  if (!ask)
    throw unusable(
      `the vault password${label} cannot be asked for without a terminal`,
      'give it with --vault-password-file FILE or --vault-id LABEL@FILE',
    );
  const answer = async (question: string) => {
    try {
      return (await ask(`${question} password${label}: `, { echo: false, signal })).trim();
    } catch (error) {
      if (!(error instanceof PlayError) && !signal.aborted) throw error;
      throw unusable(
        `the vault password${label} was not given`,
        'type it, or give it with --vault-password-file',
        error,
      );
    }
  };
  const password = await answer(isNew ? 'New vault' : 'Vault');
  if (password === '') throw unusable(`the vault password${label} is empty`, 'type one');
  if (isNew && (await answer('Confirm new vault')) !== password)
    throw unusable(`the two vault passwords${label} differ`, 'type the same one twice');
  return Buffer.from(password);
}

const isScript = ({ mode }: Stats) => (mode & 0o111) !== 0;

/** The content without blanks around it; a password file may itself be encrypted with a password given before. */
function readPassword(path: string, earlier: readonly VaultSecret[]): Buffer {
  const written = strip(contentOf(path), /\s/);
  if (!isEncrypted(written)) return written;
  return strip(createKeyring(earlier).open(written.toString('latin1'), `the vault password file ${path}`).plaintext);
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unusable(
      `the vault password file ${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      'check who may read it',
      error,
    );
  }
}

/** A script prints the password; one called `…-client` is told the label and may know several. */
async function runScript(path: string, id: string, options: SecretOptions): Promise<Buffer> {
  // What has no #! line would be given to a shell, which prints the words it does not know: a password among them.
  if (!isProgram(contentOf(path)))
    throw unusable(
      `the vault password file ${path} is executable, and no program`,
      'if it holds the password, take its executable bit away (chmod -x); a script starts with #!',
    );
  const isClient = basename(path, extname(path)).endsWith('-client');
  const { stdout, status, reason } = await output(path, isClient ? ['--vault-id', id] : [], options);
  if (reason !== undefined)
    throw unusable(`the vault password script ${path} cannot run: ${reason}`, 'check its first line');
  if (isClient && status === 2) throw unusable(`${path} knows no vault password for "${id}"`, 'check the label');
  if (status !== 0)
    throw unusable(`the vault password script ${path} ended with ${status}`, 'run it by hand to see why');
  return strip(stdout);
}

/** A script with its interpreter, or a program of Linux or macOS. */
const isProgram = (content: Buffer): boolean =>
  /^(#!|\x7fELF|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe)/.test(content.subarray(0, 4).toString('latin1'));

interface Output {
  readonly stdout: Buffer;
  readonly status: number | string;
  readonly reason?: string;
}

/** Scripts may talk to the person: their errors go to the terminal, and so do questions where there is one. */
function output(
  path: string,
  args: readonly string[],
  { environment, cwd, signal, ask }: SecretOptions,
): Promise<Output> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    const child = spawn(path, args, {
      cwd,
      signal,
      env: environment as NodeJS.ProcessEnv,
      stdio: [ask ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    });
    child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', ({ message }: Error) => done({ stdout: Buffer.alloc(0), status: 1, reason: message }));
    child.on('close', (code, killed) => done({ stdout: Buffer.concat(chunks), status: code ?? killed ?? 1 }));
  });
}

/** Without these bytes at either end. Passwords need not be UTF-8, so bytes they stay. */
function strip(bytes: Buffer, unwanted = /[\r\n]/): Buffer {
  const drop = (byte: number | undefined) =>
    byte !== undefined && byte < 128 && unwanted.test(String.fromCharCode(byte));
  let start = 0;
  let end = bytes.length;
  while (start < end && drop(bytes[start])) start++;
  while (end > start && drop(bytes[end - 1])) end--;
  return bytes.subarray(start, end);
}

const unusable = (message: string, hint: string, cause?: unknown): PlayError =>
  new PlayError({ code: 'vault-password', message, hint, cause });

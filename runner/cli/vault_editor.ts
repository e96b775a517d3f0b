import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { PlayError } from '../diagnostics.ts';
import { usage } from './options.ts';

/**
 * Lets the person edit a text in `$EDITOR`. It stands in a file in a folder that only they can open; whatever is in that folder
 * afterwards (editors leave copies) is overwritten and removed, also when we are told to end.
 */
export async function editText(text: Buffer, name: string): Promise<Buffer> {
  const command = process.env['EDITOR'] || 'vi';
  if (!process.env['EDITOR'] && !process.stdin.isTTY)
    throw usage('there is no terminal to edit on', 'set EDITOR to a program that edits the file it is given');
  const folder = mkdtempSync(join(tmpdir(), 'play-vault-'));
  const path = join(folder, `vault${extname(name)}`);
  let editor: ChildProcess | undefined;
  const ended = (signal: NodeJS.Signals) => {
    editor?.kill();
    shred(folder);
    process.kill(process.pid, signal);
  };
  // ^C is for the editor, which has the terminal.
  const ignored = () => {};
  process.on('SIGINT', ignored);
  process.once('SIGTERM', ended).once('SIGHUP', ended);
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    editor = startEditor(command, path);
    await finished(editor, command);
    return readFileSync(path);
  } finally {
    process.off('SIGINT', ignored).off('SIGTERM', ended).off('SIGHUP', ended);
    shred(folder);
  }
}

/** Through the shell, as `EDITOR` may hold options and quotes; it gives way to the editor, so that a signal reaches that. */
const startEditor = (command: string, path: string): ChildProcess =>
  spawn('/bin/sh', ['-c', `exec ${command} "$1"`, 'sh', path], { stdio: 'inherit' });

function finished(child: ChildProcess, command: string): Promise<void> {
  return new Promise((done, fail) => {
    const refuse = (reason: string) =>
      fail(
        new PlayError({
          code: 'vault-editor',
          message: `the editor (${command}) ${reason}`,
          hint: 'nothing was changed',
        }),
      );
    child.on('error', (error) => refuse(error.message));
    child.on('close', (code, signal) => (code === 0 ? done() : refuse(`ended with ${signal ?? `code ${code}`}`)));
  });
}

function shred(folder: string): void {
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) overwrite(join(entry.parentPath, entry.name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Once with random bytes: on today's disks more passes reach no more of the old ones. */
function overwrite(path: string): void {
  const { size } = statSync(path);
  const descriptor = openSync(path, 'r+');
  try {
    writeSync(descriptor, randomBytes(size), 0, size, 0);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

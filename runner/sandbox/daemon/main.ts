import { PlayError } from '../../diagnostics.ts';
import { startDaemon } from './daemon.ts';
import { filesIn, makeFolder } from './folder.ts';
import { takeLock } from './lock.ts';
import { prepareRuntime } from './runtime_parts.ts';
import { type DaemonArguments, defaultSettings } from './settings.ts';
import { versionOf } from './version.ts';

/** The program of the background process: `node sandbox.js '{"folder": …}'`. Ends with 0 when another one runs already. */
async function main(): Promise<void> {
  const { folder, ...settings } = {
    ...defaultSettings,
    ...(JSON.parse(process.argv[2] ?? '{}') as Partial<DaemonArguments>),
  };
  if (!folder) throw new PlayError({ code: 'usage', message: 'the sandbox is started by play sandbox start' });
  const files = filesIn(folder);
  makeFolder(files);
  const release = takeLock(files.lock);
  if (!release) return log('another process runs the sandbox of this folder');
  try {
    const runtime = await prepareRuntime(files, settings, log);
    const daemon = await startDaemon({ files, settings, version: versionOf(process.argv[1]!), runtime, log });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void daemon.end(signal));
    // A fault of ours is told, and what runs goes on.
    process.on('uncaughtException', (error) => log(`fault: ${error.stack ?? error}`));
    process.on('unhandledRejection', (error) => log(`fault: ${error instanceof Error ? error.stack : error}`));
    await daemon.ended;
  } finally {
    release();
  }
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

function wordsOf({ message, hint }: PlayError): string {
  return hint === undefined ? message : `${message} (${hint})`;
}

try {
  await main();
  // Whatever a library may still hold open.
  process.exit(0);
} catch (error) {
  log(error instanceof PlayError ? wordsOf(error) : `fault: ${(error as Error).stack ?? error}`);
  process.exit(1);
}

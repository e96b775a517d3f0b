import { jsonLog } from './log.ts';
import { serve } from './serve.ts';

const log = jsonLog();

// No top-level await: the image's bundle is CommonJS, which express needs.
async function main(): Promise<void> {
  const port = Number(process.env['PORT'] ?? 8080);
  // Under the 30 s that ECS waits by default between SIGTERM and SIGKILL.
  const stopTimeout = Number(process.env['STOP_TIMEOUT_MS'] ?? 20_000);
  const serving = await serve({ port, host: process.env['HOST'], log, stopTimeout });
  log('listening', { port: serving.port });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      log('stopping', { signal });
      await serving.stop();
      log('stopped');
      process.exit(0);
    });
  }
}

main().catch((error: Error) => {
  log('failed', { message: error.message });
  process.exitCode = 1;
});

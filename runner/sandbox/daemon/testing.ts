import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { filesIn, type SandboxFolder } from './folder.ts';
import { findRunning, stop } from './launch.ts';

/** A folder for a sandbox of the test's own; the sandbox and the folder are gone when the test ends, however it ends. */
export function sandboxForTest(t: TestContext): SandboxFolder {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'play-sandbox-')));
  const folder = filesIn(join(project, '.play'));
  t.after(async () => {
    const running = await findRunning(folder);
    if (running) await stop(running.record);
    rmSync(project, { recursive: true, force: true });
  });
  return folder;
}

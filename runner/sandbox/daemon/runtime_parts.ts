import type { RuntimeFactory } from '../runtime/runtime.ts';
import type { SandboxFolder } from './folder.ts';
import type { DaemonSettings } from './settings.ts';

/** What runs behind the sandbox of a folder. */
export async function createRuntime(
  _files: SandboxFolder,
  _settings: DaemonSettings,
  _log: (line: string) => void,
): Promise<RuntimeFactory> {
  return () => ({});
}

import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where compiled code is kept: `PLAY_CODE_CACHE`, or a folder of ours where this system has users keep such things. */
export function cacheFolder(environment: Environment, platform = process.platform): string | undefined {
  const asked = environment['PLAY_CODE_CACHE'];
  if (asked !== undefined) return asked || undefined;
  const home = environment['HOME'] || homedirOrNone();
  if (platform === 'win32') return environment['LOCALAPPDATA'] && join(environment['LOCALAPPDATA'], 'play', 'code');
  if (platform === 'darwin') return home && join(home, 'Library', 'Caches', 'play', 'code');
  const caches = environment['XDG_CACHE_HOME'] || (home && join(home, '.cache'));
  return caches && join(caches, 'play', 'code');
}

function homedirOrNone(): string | undefined {
  try {
    return homedir();
  } catch {
    // A user without an entry in the system's list.
    return undefined;
  }
}

/** Whether nobody but this user can have written there: code that is loaded from it is run. */
export function isOurs(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    // Windows knows neither number; there the folder lies in the user's own.
    const isPrivate = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o077) === 0);
    return found.isDirectory() && isPrivate;
  } catch {
    return false;
  }
}

/** Makes the folder when there is none; says whether it is ours. */
export function makeOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return false;
  }
  return isOurs(folder);
}

import { win32 } from 'node:path';
import type { Filter, Table } from '../plugin.ts';
import { tuple, type Value } from '../python/types.ts';
import { asText } from './read.ts';

/** The drive or share of a path, and what follows. */
function splitDrive(path: string): readonly [drive: string, rest: string] {
  const [drive = ''] = /^(?:[\\/]{2}[^\\/]+[\\/][^\\/]+|[^:\\/]:)/.exec(path) ?? [];
  return [drive, path.slice(drive.length)];
}

function directory(path: string): string {
  const [drive, rest] = splitDrive(path);
  const head = rest.slice(0, Math.max(rest.lastIndexOf('\\'), rest.lastIndexOf('/')) + 1);
  return drive + (/^[\\/]*$/.test(head) ? head : head.replace(/[\\/]+$/, ''));
}

const simple = (description: string, run: (path: string) => Value): Filter => ({
  description,
  run: (value) => run(asText(value)),
});

/** Filters on paths of Windows, for those that manage such machines. */
export const windowsFilters: Table<Filter> = {
  win_basename: simple('the last part of a path of Windows', (path) =>
    /[\\/]$/.test(path) ? '' : win32.basename(path),
  ),
  win_dirname: simple('the path of Windows without its last part', directory),
  win_splitdrive: simple('the drive of a path of Windows, and the rest', (path) => tuple(...splitDrive(path))),
};

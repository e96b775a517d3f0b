import { existsSync, readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { isMatch } from '../python/bounded.ts';

/** Files (no folders) that match a shell pattern, sorted; `**` is not special. */
export function glob(pattern: string, base: string): string[] {
  const absolute = posix.resolve(base, pattern);
  const parts = absolute.split('/').filter((part) => part !== '');
  return parts
    .reduce<string[]>((folders, part) => folders.flatMap((folder) => matching(folder, part)), ['/'])
    .filter((path) => isFile(path))
    .sort();
}

function matching(folder: string, part: string): string[] {
  if (!/[*?[]/.test(part)) {
    const path = posix.join(folder, part);
    return existsSync(path) ? [path] : [];
  }
  const expression = shellPattern(part);
  return entriesOf(folder)
    .filter((name) => isMatch(expression, name) && (part.startsWith('.') || !name.startsWith('.')))
    .map((name) => posix.join(folder, name));
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** `*`, `?` and `[…]` of a shell as a regular expression over one name. */
function shellPattern(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*+/g, '*').replace(/\*|\?|\[!?\]?[^\]]*\]|[\s\S]/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1)
      return `[${part[1] === '!' ? `^${part.slice(2, -1)}` : part.slice(1, -1)}]`.replaceAll('\\', '\\\\');
    return part.replace(/[\\^$.+()[\]{}|]/, '\\$&');
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // A range that runs backwards has nothing in it.
    return /(?!)/;
  }
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtLink } from './look_at.ts';
import { BoundedRegExp } from './python_regex.ts';

/** Whether anything has that name; `*`, `?` and `[…]` in the (absolute) path match as in a shell. */
export function anyMatches(pattern: string): boolean {
  if (!/[*?[]/.test(pattern)) return exists(pattern);
  return search('/', pattern.split('/').filter(Boolean));
}

function search(folder: string, [part, ...rest]: readonly string[]): boolean {
  if (part === undefined) return true;
  const names = /[*?[]/.test(part) ? list(folder).filter(matcher(part)) : [part];
  return names.some((name) => exists(join(folder, name)) && search(join(folder, name), rest));
}

/** A pattern for one name, in which a leading dot is matched by a dot only. */
export function matcher(pattern: string): (name: string) => boolean {
  const regex = shellPattern(pattern);
  return (name) => regex.test(name) && (!name.startsWith('.') || pattern.startsWith('.'));
}

/** `*`, `?` and `[…]` as a regular expression for a whole name. */
export function shellPattern(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/\*+/g, '*')
    .replace(/\[([!^]?)(\]?[^\]]*)\]|[*?]|[.+^${}()|\\[\]]/g, (found, negated, members) => {
      if (found === '*') return '.*';
      if (found === '?') return '.';
      if (members === undefined) return `\\${found}`;
      return `[${negated ? '^' : ''}${String(members).replace(/[\\\]]/g, '\\$&')}]`;
    });
  try {
    return new BoundedRegExp(`^${source}$`, 's');
  } catch {
    // A range that runs backwards has nothing in it.
    return /(?!)/;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A link whose target is gone still takes its name. */
function exists(path: string): boolean {
  return existsSync(path) || lookAtLink(path) !== undefined;
}

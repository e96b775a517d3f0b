import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

interface Pattern {
  readonly text: string;
  readonly regex: RegExp;
  /** `!pattern`: takes back what an earlier one left out. */
  readonly includes: boolean;
}

/** Which paths of a build context are left out, as Docker's reference describes `.dockerignore`. */
export interface Ignore {
  ignores(path: string): boolean;
  /** Whether nothing below an ignored folder can be taken back. */
  ignoresAllIn(folder: string): boolean;
}

/** The rules for a Dockerfile: its own `NAME.dockerignore`, or the context's `.dockerignore`. */
export function readDockerignore(context: string, dockerfile: string): Ignore {
  const file = [`${dockerfile}.dockerignore`, `${context}/.dockerignore`].find((each) => existsSync(each));
  return parseDockerignore(file === undefined ? '' : readFileSync(file, 'utf8'));
}

export function parseDockerignore(text: string): Ignore {
  const patterns = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .flatMap(parsePattern);
  return {
    ignores: (path) => isIgnored(path, patterns),
    ignoresAllIn: (folder) =>
      isIgnored(folder, patterns) &&
      !patterns.some(({ includes, text }) => includes && `${text}/`.startsWith(`${folder}/`)),
  };
}

/** The last pattern that matches the path, or a folder above it, decides. */
function isIgnored(path: string, patterns: readonly Pattern[]): boolean {
  const parts = path.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  let ignored = false;
  for (const { regex, includes } of patterns)
    if (ignored === includes && above.some((each) => regex.test(each))) ignored = !includes;
  return ignored;
}

function parsePattern(line: string): Pattern[] {
  const includes = line.startsWith('!');
  const written = includes ? line.slice(1).trim() : line;
  const text = written === '' ? '' : posix.normalize(written).replace(/^\/+/, '').replace(/\/+$/, '');
  return text === '' || text === '.' ? [] : [{ text, regex: toRegex(text), includes }];
}

/** `*` and `?` stay within one part of a path, `**` stands for any number of them. */
export function toRegex(pattern: string): RegExp {
  const source = pattern.replace(
    /\*\*\/|\*\*|\*|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|\\(.)|[.+^${}()|[\]\\]/g,
    (found, negated?: string, members?: string, escaped?: string) => {
      if (found === '**/') return '(?:.*/)?';
      if (found === '**') return '.*';
      if (found === '*') return '[^/]*';
      if (found === '?') return '[^/]';
      if (members !== undefined) return `[${negated}${members.replace(/[[]/g, '\\[')}]`;
      return `\\${escaped ?? found}`;
    },
  );
  return new RegExp(`^${source}$`, 's');
}

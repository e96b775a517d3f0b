import { PlayError } from '../diagnostics.ts';
import { isMatch } from '../template/python/bounded.ts';
import { regex } from '../template/python/regex.ts';
import { Fault } from '../template/python/types.ts';

const names = new Set(['localhost', '127.0.0.1', '::1', 'all']);

/** Whether a host name means this machine, the only one there is. */
export const isThisHost = (name: unknown): boolean => typeof name === 'string' && names.has(name.trim());

/**
 * Whether a host pattern (Ansible's page "Patterns") takes in this machine, which stands in these groups: `a:b` joins, `a:&b`
 * intersects, `a:!b` takes away, `*` stands for anything.
 */
export function takesThisHost(patterns: readonly string[], groups: ReadonlySet<string>): boolean {
  const parts = patterns.flatMap((pattern) => pattern.split(/[,:]/)).map((part) => part.trim());
  const matches = (part: string) =>
    isThisHost(part) || [...groups, 'localhost'].some((name) => isMatch(glob(part), name));
  const plain = parts.filter((part) => part !== '' && !/^[&!]/.test(part));
  return (
    plain.some(matches) &&
    parts.every((part) => !part.startsWith('&') || matches(part.slice(1))) &&
    !parts.some((part) => part.startsWith('!') && matches(part.slice(1)))
  );
}

/** The names in a pattern, without what combines them. */
export const namesInPattern = (pattern: string): string[] =>
  pattern
    .split(/[,:]/)
    .map((part) => part.trim().replace(/^[&!]/, ''))
    .filter(Boolean);

function glob(pattern: string): RegExp {
  if (pattern.startsWith('~')) return hostExpression(pattern.slice(1));
  const text = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`);
}

function hostExpression(pattern: string): RegExp {
  try {
    return regex(pattern, { atStart: true });
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new PlayError({
      code: 'regex',
      message: cause.message,
      hint: 'a host pattern after ~ is a regular expression',
      cause,
    });
  }
}

import { constraint } from './refuse.ts';

/** A name as IAM takes it: up to `longest` of `A-Z a-z 0-9 + = , . @ _ -`. */
export function requireName(name: string | undefined, parameter: string, longest: number): string {
  const wanted = name ?? '';
  if (wanted.length < 1) throw constraint(wanted, parameter, 'Member must have length greater than or equal to 1');
  if (wanted.length > longest) {
    throw constraint(wanted, parameter, `Member must have length less than or equal to ${longest}`);
  }
  if (!/^[\w+=,.@-]+$/.test(wanted)) {
    throw constraint(wanted, parameter, 'Member must satisfy regular expression pattern: [\\w+=,.@-]+');
  }
  return wanted;
}

/** A path: `/`, or words between slashes. */
export function requirePath(path: string | undefined): string {
  const wanted = path ?? '/';
  if (wanted.length > 512 || !/^(\/|\/[!-~]+\/)$/.test(wanted)) {
    throw constraint(
      wanted,
      'path',
      'Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
    );
  }
  return wanted;
}

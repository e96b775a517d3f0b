import { readFileSync, type Stats } from 'node:fs';
import type { findSchema } from '../../../schemas/find.ts';
import type { Infer } from '../../schema/infer.ts';
import { linesOf } from './edit_lines.ts';
import { shellPattern } from './glob.ts';
import { pythonRegex } from './python_regex.ts';

type Params = Infer<typeof findSchema>;
type Criterion = (path: string, name: string, stats: Stats) => boolean;

/** Whether a file is one of those that are looked for. Kinds other than files have neither size nor content. */
export function criteria(params: Params, now: number): Criterion {
  const all: Criterion[] = [
    (_path, name) => params.hidden || !name.startsWith('.'),
    named(params),
    (_path, _name, stats) => isOfType(stats, params.file_type),
    aged(params, now),
    ...(params.file_type === 'file' ? [sized(params), containing(params)] : []),
  ];
  return (path, name, stats) => all.every((holds) => holds(path, name, stats));
}

function named({ patterns, excludes = [], use_regex }: Params): Criterion {
  const matcher = (pattern: string) => (use_regex ? matchesStart(pattern) : matchesName(pattern));
  const wanted = patterns.map(matcher);
  const unwanted = excludes.map(matcher);
  const any = (list: typeof wanted, name: string) => list.some((matches) => matches(name));
  return (_path, name) => (wanted.length === 0 || any(wanted, name)) && !any(unwanted, name);
}

const matchesName = (pattern: string) => {
  const expression = shellPattern(pattern);
  return (name: string) => expression.test(name);
};

/** As Python's `re.match`: from the start, and not to the end unless the pattern says so. */
const matchesStart = (pattern: string) => {
  const expression = pythonRegex(pattern, 'y');
  return (text: string) => {
    expression.lastIndex = 0;
    return expression.test(text);
  };
};

function isOfType(stats: Stats, type: Params['file_type']): boolean {
  if (type === 'any') return true;
  if (type === 'directory') return stats.isDirectory();
  return type === 'link' ? stats.isSymbolicLink() : stats.isFile();
}

const seconds = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;
const bytes = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 } as const;

function aged({ age, age_stamp }: Params, now: number): Criterion {
  if (age === undefined) return () => true;
  const limit = amount(age, seconds);
  return (_path, _name, stats) => {
    const old = (now - stats[`${age_stamp}Ms`]) / 1000;
    return age.startsWith('-') ? old <= limit : old >= limit;
  };
}

function sized({ size }: Params): Criterion {
  if (size === undefined) return () => true;
  const limit = amount(size, bytes);
  return (_path, _name, stats) => (size.startsWith('-') ? stats.size <= limit : stats.size >= limit);
}

/** Without its minus, which only says which side of the limit is meant. */
function amount(written: string, units: Readonly<Record<string, number>>): number {
  const [, number, unit = ''] = /^-?(\d+)(\D?)$/.exec(written) ?? [];
  return Number(number) * (units[unit.toLowerCase()] ?? 1);
}

function containing({ contains, read_whole_file }: Params): Criterion {
  if (contains === undefined) return () => true;
  const expression = pythonRegex(contains);
  const anywhere = (text: string) => expression.test(text);
  const atStart = matchesStart(contains);
  return (path) => {
    try {
      const text = readFileSync(path, 'utf8');
      return read_whole_file ? anywhere(text) : linesOf(text).some(atStart);
    } catch {
      // What cannot be read has no content that could match.
      return false;
    }
  };
}

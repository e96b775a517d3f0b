import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';
import { type Archive, type ArchiveEntry, type Extraction, refuseEscapes, type Unpacking } from './archive.ts';
import { lookAtLink } from './look_at.ts';
import { runProcess } from './run_process.ts';

interface TarEntry extends ArchiveEntry {
  readonly modified: number;
}

type Run = (args: readonly string[]) => Promise<Extraction>;

/** A tar archive, read and unpacked by GNU tar, which finds out itself how it is compressed. */
export async function tarArchive(unpacking: Unpacking, handler: string, context: ActionContext): Promise<Archive> {
  refuseAbsolute(unpacking.extra);
  const run = await gnuTar(unpacking.dest, context);
  const entries = await list(unpacking, run);
  refuseEscapes(unpacking.path, entries);
  return {
    handler,
    entries,
    differing: async () => differing(entries, await run(['--diff', ...options(unpacking)]), unpacking),
    extract: () => run(['--extract', ...(unpacking.keepNewer ? ['--keep-newer-files'] : []), ...options(unpacking)]),
  };
}

/** tar itself is what keeps links from leading elsewhere while it unpacks, unless it is told not to. */
function refuseAbsolute(extra: readonly string[]): void {
  const found = extra.find((option) => /^-[^-]*P|^--absolute/.test(option));
  if (found === undefined) return;
  throw new PlayError({
    code: 'archive-escape',
    message: `"extra_opts" holds ${found}, with which an archive can write anywhere`,
    hint: 'leave it out; what is in the archive goes below "dest"',
  });
}

/** The words of its messages, and times, are ours to read. */
async function gnuTar(cwd: string, context: ActionContext): Promise<Run> {
  const environment = { ...context.environment, LC_ALL: 'C', TZ: 'UTC' };
  const start = async (program: string, args: readonly string[]) => {
    const { code, stdout, stderr } = await runProcess(program, args, { cwd, environment, signal: context.signal });
    return { cmd: [program, ...args], rc: code, out: stdout, err: stderr };
  };
  for (const program of ['gtar', 'tar']) {
    const version = await start(program, ['--version']).catch(() => undefined);
    context.signal.throwIfAborted();
    if (version?.out.includes('GNU tar')) return (args) => start(program, args);
  }
  throw new PlayError({
    code: 'no-program',
    message: 'GNU tar, which unpacks tar archives, is not installed',
    hint: 'install it (on macOS: brew install gnu-tar)',
  });
}

function options({ path, dest, include, exclude, extra }: Unpacking): string[] {
  const renames = extra.some((option) => /strip-components|transform|^-[^-]*s/.test(option));
  return [
    '-C',
    dest,
    '--quoting-style=escape',
    ...(renames ? ['--show-transformed-names'] : []),
    ...extra,
    ...exclude.map((name) => `--exclude=${name}`),
    '-f',
    path,
    ...(include.length > 0 ? ['--', ...include] : []),
  ];
}

async function list(unpacking: Unpacking, run: Run): Promise<TarEntry[]> {
  const { rc, out, err } = await run(['--list', '--verbose', '--full-time', ...options(unpacking)]);
  if (rc === 0) return out.split('\n').flatMap(entryOf);
  throw new PlayError({
    code: 'archive',
    message: `tar cannot read ${unpacking.path}: ${err.trim()}`,
    hint: 'check that it is an archive, and that what it is compressed with is installed',
  });
}

/** `-rw-r--r-- root/root 6 2026-03-01 09:05:00 name -> target` */
function entryOf(line: string): TarEntry[] {
  const found = /^(.)\S{9}\S* \S+ +\S+ (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? (.*)$/.exec(line);
  if (!found) return [];
  const [, type, time, rest] = found;
  const written =
    type === 'l' ? rest!.replace(/ -> .*$/, '') : type === 'h' ? rest!.replace(/ link to .*$/, '') : rest!;
  const name = unescaped(written);
  if (name === '' || name === '/') return [];
  const kind = type === 'd' ? 'folder' : type === 'l' ? 'link' : 'file';
  return [{ name, kind, modified: Date.parse(`${time!.replace(' ', 'T')}Z`) }];
}

/** Names are shown as C writes text: `\n`, and bytes that are no ASCII as three octal digits. */
function unescaped(text: string): string {
  const letters: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7, b: 8 };
  const bytes = text.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    String.fromCharCode(code.length === 3 ? Number.parseInt(code, 8) : (letters[code] ?? code.charCodeAt(0))),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const differences: readonly (readonly [RegExp, (unpacking: Unpacking) => boolean])[] = [
  [/: Uid differs$/, ({ setsOwner }) => isRoot() && !setsOwner],
  [/: Gid differs$/, ({ setsGroup }) => isRoot() && !setsGroup],
  [/: Mode differs$/, ({ setsMode }) => !setsMode],
  [/: Mod time differs$/, () => true],
  [/: (Size differs|Contents differ|Symlink differs|File type differs|Not linked to .*)$/, () => true],
  [/: Warning: Cannot (stat|open|readlink): .*$/, () => true],
  [/: Cannot (stat|open|readlink): .*$/, () => true],
];

const isRoot = () => process.getuid?.() === 0;

/** What is not as in the archive, by what `tar --diff` says. The time of a folder says only that something was put into it. */
function differing(entries: readonly TarEntry[], { out, err }: Extraction, unpacking: Unpacking): string[] {
  const named = new Map(entries.map((entry) => [bare(entry.name), entry] as const));
  const found = new Set<string>();
  for (const line of `${out}\n${err}`.split('\n')) {
    const [pattern, counts] = differences.find(([each]) => each.test(line)) ?? [];
    if (!pattern || !counts?.(unpacking)) continue;
    const name = bare(unescaped(line.replace(/^\S*tar: /, '').replace(pattern, '')));
    const entry = named.get(name);
    // What is stripped of its whole name is not unpacked.
    if (name === '') continue;
    if (entry?.kind === 'folder' && line.endsWith('Mod time differs')) continue;
    if (unpacking.keepNewer && entry && isNewer(join(unpacking.dest, entry.name), entry)) continue;
    found.add(name);
  }
  return [...found];
}

const bare = (name: string) => name.replace(/\/+$/, '');

const isNewer = (path: string, { modified }: TarEntry) =>
  (lookAtLink(path) ? statSync(path).mtimeMs : 0) > modified + 999;

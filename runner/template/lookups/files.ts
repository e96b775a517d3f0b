import { posix } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import { asText } from '../filters/read.ts';
import { readLiteral } from '../literal.ts';
import type { Context, Lookup, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { dictEntries, isDict } from '../python/dict.ts';
import { Fault, use, type Value } from '../python/types.ts';
import { glob } from './glob.ts';

function file(terms: readonly Value[], options: ReadonlyMap<string, Value>, { host }: Context): Value[] {
  return terms.map((term) => {
    const text = host.readFile(host.findFile('files', asText(term)));
    const ended = isTruthy(options.get('rstrip')) ? text.trimEnd() : text;
    return isTruthy(options.get('lstrip')) ? ended.trimStart() : ended;
  });
}

/** A file or folder below one of the folders Ansible looks in; undefined when there is none. */
function tryToFind(name: string, { host }: Context): string | undefined {
  for (const kind of ['files', 'templates', 'vars', 'tasks'] as const) {
    try {
      return host.findFile(kind, name);
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
    }
  }
  return undefined;
}

function fileGlob(terms: readonly Value[], _: ReadonlyMap<string, Value>, context: Context): Value[] {
  return terms.flatMap((term) => {
    const pattern = asText(term);
    if (posix.isAbsolute(pattern)) return glob(pattern, '/');
    const { playbookDir } = context.host;
    const folder = tryToFind(posix.dirname(pattern), context);
    const bases = [
      ...(folder === undefined ? [] : [posix.join(folder, posix.basename(pattern))]),
      posix.join('files', pattern),
      pattern,
    ];
    return bases.map((base) => glob(base, playbookDir)).find((found) => found.length > 0) ?? [];
  });
}

interface Search {
  readonly files: readonly string[];
  readonly paths: readonly string[];
  readonly skip: boolean;
}

const listed = (value: Value, separators: RegExp): string[] =>
  (Array.isArray(value) ? value : [value])
    .flatMap((part) => asText(part).split(separators))
    .filter((part) => part !== '');

function searchOf(term: Value, options: ReadonlyMap<string, Value>): Search {
  const own = new Map([
    ...options,
    ...(isDict(use(term)) ? dictEntries(term as Parameters<typeof dictEntries>[0]) : [['files', term] as const]),
  ] as [string, Value][]);
  return {
    files: listed(own.get('files') ?? [], /[,;]/),
    paths: listed(own.get('paths') ?? [], /[,:;]/),
    skip: isTruthy(own.get('skip') ?? false),
  };
}

/** The first file that is there, of all names in all paths. */
function firstFound(terms: readonly Value[], options: ReadonlyMap<string, Value>, context: Context): Value[] {
  const searches =
    terms.length === 0
      ? [searchOf(options.get('files'), options)]
      : terms.flatMap((term) => (Array.isArray(term) ? term : [term])).map((term) => searchOf(term, options));
  const tried: string[] = [];
  for (const { files, paths } of searches) {
    const names =
      paths.length === 0
        ? files
        : paths.flatMap((path) => (files.length === 0 ? [path] : files.map((name) => posix.join(path, name))));
    for (const name of names) {
      const found = tryToFind(name, context);
      if (found !== undefined) return [found];
      tried.push(name);
    }
  }
  if (searches.some(({ skip }) => skip)) return [];
  throw new Fault(`none of these files is there: ${tried.join(', ')}`, { hint: 'add skip=true if that is all right' });
}

function template(terms: readonly Value[], options: ReadonlyMap<string, Value>, context: Context): Value[] {
  const extra = options.get('template_vars') ?? null;
  if (extra !== null && !isDict(extra)) throw new Fault('template_vars must be a dict');
  const variables = new Map((extra === null ? [] : dictEntries(extra)).map(([name, value]) => [asText(name), value]));
  const converts = isTruthy(options.get('convert_data'));
  return terms.map((term) => {
    const text = context.renderFile(context.host.findFile('templates', asText(term)), variables, {
      trimBlocks: isTruthy(options.get('trim_blocks')),
      lstripBlocks: isTruthy(options.get('lstrip_blocks')),
    });
    return converts && typeof text === 'string' ? readLiteral(text) : text;
  });
}

/** Lookups that read files. */
export const fileLookups: Table<Lookup> = {
  file: {
    description: 'the text of files',
    options: [
      ['rstrip', true],
      ['lstrip', false],
    ],
    run: file,
  },
  unvault: {
    description: 'the text of files that may be encrypted, with the blanks at its end',
    run: (terms, _, { host }) => terms.map((term) => host.readFile(host.findFile('files', asText(term)))),
  },
  fileglob: { description: 'the files that match shell patterns', run: fileGlob },
  first_found: {
    description: 'the first file of several that is there',
    options: [
      ['files', []],
      ['paths', []],
      ['skip', false],
    ],
    run: firstFound,
  },
  template: {
    description: 'files rendered as templates',
    options: [
      ['template_vars', null],
      ['trim_blocks', true],
      ['lstrip_blocks', false],
      ['convert_data', true],
      ['jinja2_native', false],
    ],
    run: template,
  },
};

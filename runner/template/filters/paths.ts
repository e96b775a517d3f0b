import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix } from 'node:path';
import { glob } from '../lookups/glob.ts';
import type { Context, Filter, Table } from '../plugin.ts';
import { strip } from '../python/strings.ts';
import { tuple, type Value } from '../python/types.ts';
import { asList, asText } from './read.ts';

const simple = (description: string, run: (path: string, context: Context) => Value): Filter => ({
  description,
  run: (value, _, context) => run(asText(value), context),
});

const expandUser = (path: string, { host }: Context): string =>
  path.replace(/^~(?=\/|$)/, host.environment['HOME'] ?? homedir());

const expandVariables = (path: string, { host }: Context): string =>
  path.replace(/\$(?:(\w+)|\{(\w+)\})/g, (all, name: string | undefined, braced: string | undefined) => {
    const own = name ?? braced!;
    return (Object.hasOwn(host.environment, own) ? host.environment[own] : undefined) ?? all;
  });

function realPath(path: string, { host }: Context): string {
  const absolute = posix.resolve(host.playbookDir, path);
  try {
    return realpathSync(absolute);
  } catch {
    return absolute;
  }
}

/** Python keeps a leading dot with the name: `.bashrc` has no extension. */
function splitExtension(path: string): Value {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const cut = dot > 0 && /[^.]/.test(name.slice(0, dot)) ? path.length - (name.length - dot) : path.length;
  return tuple(path.slice(0, cut), path.slice(cut));
}

/** Like Python's: what follows a part that starts at the root replaces it. */
function join(parts: readonly string[]): string {
  return parts.reduce(
    (path, part) => (part.startsWith('/') ? part : path === '' || path.endsWith('/') ? path + part : `${path}/${part}`),
    '',
  );
}

const directory = (path: string): string => {
  const head = path.slice(0, path.lastIndexOf('/') + 1);
  return /^\/*$/.test(head) ? head : strip(head, 'right', '/');
};

/** Filters on paths of files. */
export const pathFilters: Table<Filter> = {
  basename: simple('the last part of a path', (path) => path.slice(path.lastIndexOf('/') + 1)),
  dirname: simple('the path without its last part', directory),
  expanduser: simple('the path with ~ replaced by the home folder', expandUser),
  expandvars: simple('the path with $NAME replaced from the environment', expandVariables),
  realpath: simple('the path without links', realPath),
  normpath: simple('the path without its . and .. parts', (path) => posix.normalize(path).replace(/(?<=.)\/$/, '')),
  relpath: {
    description: 'the path as seen from a folder',
    params: [['start', '.']],
    run: (value, [start], { host }) =>
      posix.relative(posix.resolve(host.playbookDir, asText(start)), posix.resolve(host.playbookDir, asText(value))) ||
      '.',
  },
  splitext: simple('the path before its extension, and the extension', splitExtension),
  path_join: {
    description: 'the parts as one path',
    rest: true,
    run: (value, [others]) =>
      join([...(Array.isArray(value) ? value : [value]), ...(others as readonly Value[])].map(asText)),
  },
  commonpath: {
    description: 'the path that all of a list have in common',
    run: (value) => {
      const lists = asList(value).map((path) => asText(path).split('/'));
      const [first = []] = lists;
      const length = first.findIndex((part, index) => !lists.every((list) => list[index] === part));
      return first.slice(0, length === -1 ? Math.min(...lists.map((list) => list.length)) : length).join('/');
    },
  },
  fileglob: {
    description: 'the files that match a pattern',
    run: (value, _, { host }) => glob(asText(value), host.playbookDir),
  },
};

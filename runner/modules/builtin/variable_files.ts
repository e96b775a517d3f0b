import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { includeVarsSchema } from '../../../schemas/include_vars.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ActionContext } from '../module.ts';
import { lookAt } from './look_at.ts';
import { pythonRegex } from './python_regex.ts';

type Params = Infer<typeof includeVarsSchema>;

/** The files that `include_vars` with `dir` loads, in the order it loads them: those of a folder before those below it. */
export function variableFiles(dir: string, params: Params, context: ActionContext): string[] {
  const root = context.findFile('vars', dir);
  if (!statSync(root).isDirectory())
    throw new PlayError({ code: 'vars-file', message: `${root} is no folder`, hint: 'load a single file with "file"' });
  const wanted = params.files_matching === undefined ? undefined : pythonRegex(params.files_matching, 'y');
  return walk(root, 1, params.depth).filter((file) => {
    const name = basename(file);
    if (isMainOfRole(file) || params.ignore_files.some((pattern) => ignores(pattern, name))) return false;
    if (wanted) {
      wanted.lastIndex = 0;
      if (!wanted.test(name)) return false;
    }
    return hasExtension(file, params);
  });
}

function walk(folder: string, level: number, depth: number): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  const paths = (directories: boolean) =>
    entries
      .map((entry) => join(folder, entry.name))
      .filter((path) => (lookAt(path)?.isDirectory() ?? !directories) === directories);
  const below = depth === 0 || level < depth ? paths(true).flatMap((path) => walk(path, level + 1, depth)) : [];
  return [...paths(false), ...below];
}

/** A role loads its own `vars/main.yml` already. */
function isMainOfRole(file: string): boolean {
  return /^main\.(ya?ml|json)$/.test(basename(file)) && /\/roles\/[^/]+\/vars$/.test(dirname(file));
}

/** Names of files, or regular expressions that a name ends with. */
function ignores(pattern: string, name: string): boolean {
  return pattern === name || pythonRegex(`(?:${pattern})$`).test(name);
}

function hasExtension(file: string, { extensions, ignore_unknown_extensions }: Params): boolean {
  const name = basename(file);
  if (extensions.some((extension) => name.endsWith(`.${extension.replace(/^\./, '')}`))) return true;
  if (ignore_unknown_extensions) return false;
  throw new PlayError({
    code: 'vars-file',
    message: `${file} does not have a valid extension: ${extensions.join(', ')}`,
    hint: 'name it in "ignore_files", or set ignore_unknown_extensions: true',
  });
}

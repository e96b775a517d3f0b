import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Diagnostic, type Place, PlayError } from '../diagnostics.ts';
import type { LoadContext } from '../playbook/context.ts';
import { findFile } from '../playbook/find_file.ts';
import { taskFields } from '../playbook/task_fields.ts';
import { toBoolean } from '../schema/scalars.ts';
import { dictEntries, dictGet, isDict } from '../template/values.ts';
import { Vaulted } from '../template/vaulted.ts';
import { isEncrypted } from '../vault/envelope.ts';
import { surely } from './certainty.ts';
import type { Definitions } from './definitions.ts';
import { neededFile } from './files.ts';
import { type Names, namesAt } from './scope.ts';
import type { Site } from './sites.ts';
import type { Use } from './uses.ts';
import { type Code, templatesIn } from './written.ts';

interface CheckedSite {
  readonly site: Site;
  readonly uses: readonly Use[];
}

/**
 * Encrypted values and files that a task is going to use and that no password opens. What no task uses stays closed: nobody has to
 * have all passwords.
 */
export function vaultProblems(
  sites: readonly CheckedSite[],
  definitions: Definitions,
  context: LoadContext,
  selects: (tags: ReadonlySet<string>) => boolean,
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const attempt = (open: () => void) => {
    try {
      open();
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
      if (error.code === 'vault' || error.code === 'vault-format')
        found.set(JSON.stringify([error.place, error.message]), error);
    }
  };
  const written = holdsValues(context) ? writtenNames(context) : undefined;
  for (const checked of sites) {
    const values = written ? usedValues(checked, definitions, written) : [];
    const files = usedFiles(checked);
    if (values.length + files.length === 0 || !runs(checked, definitions, selects)) continue;
    for (const value of values) attempt(() => value.value());
    for (const file of files) attempt(() => openFile(file, context));
  }
  return [...found.values()];
}

function runs({ site, uses }: CheckedSite, definitions: Definitions, selects: (tags: ReadonlySet<string>) => boolean) {
  const nodes = [...site.parents.map(({ node }) => node), site.task];
  const tags = nodes.flatMap((node) => node.tags.flatMap(({ value }) => String(value).split(',')));
  if (site.forgiven || !selects(new Set(tags.map((tag) => tag.trim())))) return false;
  if (nodes.some(({ when }) => when.some(({ value }) => value === false))) return false;
  const names = namesAt(site, definitions);
  return uses.every(({ code, condition }) => !condition || surely(code, names) !== false);
}

/** The encrypted values in what a task holds, and in the variables it reads, through as many others as it takes. */
function usedValues({ site, uses }: CheckedSite, definitions: Definitions, written: Search['written']): Vaulted[] {
  const names = namesAt(site, definitions);
  const { task, parents } = site;
  const keywords = [task, ...parents.map(({ node }) => node)].flatMap(({ environment, module_defaults }) => [
    ...environment,
    ...module_defaults,
  ]);
  const own = [task.args, task.loop?.items, ...keywords].flatMap((written) => valuesIn(written?.value));
  const seen = new Set<string>();
  return [...own, ...uses.flatMap(({ code }) => valuesRead(code, { names, written, seen }))];
}

interface Search {
  readonly names: Names;
  readonly written: ReadonlyMap<unknown, readonly unknown[]>;
  readonly seen: Set<string>;
}

function valuesRead(code: Code, search: Search): Vaulted[] {
  const values: Vaulted[] = [];
  const todo: Code[] = [code];
  for (let next = todo.pop(); next; next = todo.pop()) {
    for (const { name } of next.freeVariables()) {
      const key = `${name} ${next.text}`;
      if (search.seen.has(key)) continue;
      search.seen.add(key);
      const { text } = next;
      const parts = writtenAs(name, search).flatMap((value) => partsUsed(value, name, text));
      values.push(...parts.flatMap(valuesIn));
      todo.push(...templatesIn(parts));
    }
  }
  return values;
}

/** What a name was written as. What `include_vars` brings counts as known only while running; a file that has it is read by now. */
function writtenAs(name: string, { names, written }: Search): readonly unknown[] {
  const definition = names.find(name);
  if (definition === undefined) return [];
  if (definition !== 'opaque') return [definition.value];
  return written.get(name) ?? [];
}

/** Whether there is an encrypted value anywhere. */
const holdsValues = ({ sources, extraVars }: LoadContext): boolean =>
  [...sources.values()].some(({ vaulted }) => vaulted) || valuesIn(extraVars).length > 0;

/** What each name at the top of a file was written as. */
function writtenNames({ sources }: LoadContext): ReadonlyMap<unknown, readonly unknown[]> {
  const written = new Map<unknown, unknown[]>();
  for (const { root } of sources.values())
    for (const { key, node } of root?.pairs ?? []) {
      written.set(key, written.get(key) ?? []);
      written.get(key)!.push(node.value);
    }
  return written;
}

/** Of `users.admin.password` only that part; all of it where the text does not tell. */
function partsUsed(value: unknown, name: string, text: string): unknown[] {
  const paths = [
    ...text.matchAll(new RegExp(`\\b${name}((?:\\.[A-Za-z_]\\w*|\\[\\s*(?:'[^']*'|"[^"]*")\\s*\\])*)`, 'g')),
  ];
  if (paths.length === 0) return [value];
  return paths.map(([, path = '']) => {
    let part = value;
    for (const [, plain, single, double] of path.matchAll(/\.(\w+)|\[\s*(?:'([^']*)'|"([^"]*)")\s*\]/g)) {
      const next = isDict(part) ? dictGet(part, plain ?? single ?? double) : undefined;
      if (next === undefined) break;
      part = next;
    }
    return part;
  });
}

function valuesIn(value: unknown): Vaulted[] {
  if (value instanceof Vaulted) return [value];
  if (Array.isArray(value)) return value.flatMap(valuesIn);
  return isDict(value) ? dictEntries(value).flatMap(([, each]) => valuesIn(each)) : [];
}

interface UsedFile {
  readonly path: string;
  readonly place: Place | undefined;
}

/** Files that a task or one of its lookups names in plain words, where they are there already. */
function usedFiles({ site, uses }: CheckedSite): UsedFile[] {
  const { task, role, play } = site;
  const origin = { playbookDir: play.playbookDir, file: task.file, ...(role ? { rolePath: role.role.path } : {}) };
  const needed = neededFile(site);
  const decrypts = toBoolean(taskFields(task.args).get('decrypt')?.value ?? true) !== false;
  const named = [
    ...(needed && decrypts ? [{ name: needed.written.value, kind: needed.kind, place: needed.written.place }] : []),
    ...uses.flatMap(({ code }) =>
      [...code.text.matchAll(lookups)].map(([, lookup, name]) => ({
        name,
        kind: lookup === 'template' ? ('templates' as const) : ('files' as const),
        place: code.place,
      })),
    ),
  ];
  return named.flatMap(({ name, kind, place }) => {
    const path = typeof name === 'string' ? findFile(kind, name, origin).path : undefined;
    return path === undefined ? [] : [{ path, place }];
  });
}

const lookups = /\b(?:lookup|query|q)\(\s*'(?:ansible\.builtin\.)?(file|unvault|template)'\s*,\s*'([^'{}]*)'/g;

function openFile({ path, place }: UsedFile, { keyring }: LoadContext): void {
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const content = readFileSync(path);
  if (isEncrypted(content)) keyring.open(content.toString('latin1'), `the file ${path}`, place);
}

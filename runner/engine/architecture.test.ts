import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

/**
 * Which folder may import from which. `play.ts` and other files directly in `runner/` stand under their own name; whatever is
 * not listed may be imported by nobody but itself.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'diagnostics.ts': [],
  'package_root.ts': [],
  'play.ts': ['play'],
  aws: ['schema', 'template'],
  check: ['aws', 'modules', 'playbook', 'schema', 'schemas', 'template', 'vault'],
  cli: [
    'check',
    'engine',
    'language',
    'modules',
    'play.ts',
    'playbook',
    'report',
    'sandbox',
    'schema',
    'schemas',
    'template',
    'vault',
  ],
  engine: ['aws', 'modules', 'playbook', 'schema', 'template'],
  launch: ['cli'],
  language: ['check', 'modules', 'playbook', 'schema', 'template'],
  modules: ['aws', 'schema', 'schemas', 'template'],
  play: ['aws', 'check', 'engine', 'modules', 'playbook', 'report', 'sandbox', 'vault'],
  playbook: ['schema', 'template', 'vault'],
  report: ['engine', 'modules', 'template'],
  sandbox: ['aws', 'schema'],
  schema: ['playbook', 'template'],
  schemas: ['schema'],
  template: ['schema', 'vault'],
  vault: [],
};
/** Files that know nothing of the rest. */
const everywhere = ['diagnostics.ts', 'package_root.ts'];
/** Where the table is wider than the rule: only these files go that way. */
const onlyTypes = [['schema', 'playbook']];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const imports = sources('runner').flatMap(importsOf);
/** Tests, and what only tests use. */
const isTestCode = (file: string) => /\.test\.ts$|\/(?:testing|story)\.ts$|^runner\/rehearsal\//.test(file);

test('imports point one way', () => {
  const wrong = imports.filter(({ from, to }) => !isTestCode(from) && !mayImport(folderOf(from), folderOf(to)));
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from} must not import ${to}`),
    [],
  );
});

test('where only types may be imported, nothing else is', () => {
  const wrong = imports.filter(
    ({ from, to, isType }) =>
      !isType && !isTestCode(from) && onlyTypes.some(([a, b]) => folderOf(from) === a && folderOf(to) === b),
  );
  assert.deepEqual(wrong, []);
});

test('modules never import each other', () => {
  const isModule = (file: string) => /^runner\/modules\/\w+\/\w+\.ts$/.test(file) && hasSchema(file);
  const wrong = imports.filter(({ from, to }) => isModule(from) && isModule(to) && !isTestCode(from));
  assert.deepEqual(wrong, []);
});

test('listr2 is imported by one file', () => {
  const files = sources('runner').filter(
    (file) => !isTestCode(file) && /from 'listr2'|import\('listr2'\)/.test(readFileSync(file, 'utf8')),
  );
  assert.ok(files.length <= 1, files.join(', '));
});

test('no file of the engine imports itself through others', () => {
  const graph = new Map<string, string[]>();
  for (const { from, to, isType } of imports) {
    if (!isType && !isTestCode(from)) graph.set(from, [...(graph.get(from) ?? []), to]);
  }
  for (const file of graph.keys()) {
    if (file.startsWith('runner/engine/')) assert.equal(pathBack(file, graph), undefined);
  }
});

function mayImport(from: string, to: string): boolean {
  return from === to || everywhere.includes(to) || (allowed[from]?.includes(to) ?? false);
}

function hasSchema(file: string): boolean {
  const name = file.split('/').at(-1)!;
  return readdirSync('schemas').includes(name);
}

/** `runner/engine/x.ts` is in `engine`, `schemas/x.ts` in `schemas`, `runner/play.ts` stands for itself. */
function folderOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'runner' ? parts[1]! : parts[0]!;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /\b(?:import|export)( type)?\s[^'"`;]*?from '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g;
  return [...text.matchAll(pattern)].map(([, isType, written, dynamic]) => ({
    from: file,
    to: normalize(join(dirname(file), written ?? dynamic!)),
    isType: isType !== undefined,
  }));
}

/** The files through which a file leads back to itself. */
function pathBack(file: string, graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const seen = new Set<string>();
  const walk = (at: string, path: string[]): string[] | undefined => {
    for (const next of graph.get(at) ?? []) {
      if (next === file) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...path, next]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(file, [file]);
}

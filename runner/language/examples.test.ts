import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { linesOf, rehearse } from '../engine/testing.ts';
import { keywords } from '../playbook/keywords.ts';
import { filters } from '../template/filters/index.ts';
import { globals } from '../template/globals/index.ts';
import { lookups } from '../template/lookups/index.ts';
import { errorOf, hostIn, render, scopeOf, template } from '../template/testing.ts';
import { tests } from '../template/tests/index.ts';
import { plain, type Value } from '../template/values.ts';
import { pluginDocs } from './collections.ts';
import { entriesOf } from './entries.ts';
import { keywordExamples } from './keyword_examples.ts';
import type { Given } from './plugin_doc.ts';
import { pluginEntries } from './plugins.ts';
import { sharedTemplate, statements } from './statements.ts';

const tables = { filters, tests, lookups, globals };
const kinds = ['filters', 'tests', 'lookups', 'globals'] as const;

test('every filter, test, lookup and function is documented once, with an example', () => {
  for (const kind of kinds) {
    const entries = pluginEntries(kind);
    const names = entries.flatMap(({ name, aliases }) => [name, ...aliases]);
    assert.deepEqual(names.toSorted(), Object.keys(tables[kind]).sort(), kind);
    for (const { name, examples } of entries) assert.ok(examples.length > 0, `${kind} ${name}`);
  }
});

test('every parameter is described, and no other one', () => {
  for (const kind of kinds)
    for (const { name, parameters } of pluginEntries(kind))
      for (const parameter of parameters) assert.ok(parameter.description, `${kind} ${name}: ${parameter.name}`);
  for (const kind of kinds)
    for (const [name, doc] of Object.values(pluginDocs[kind]).flatMap((docs) => Object.entries(docs))) {
      const known = pluginEntries(kind)
        .find((entry) => entry.name === name)!
        .parameters.map((parameter) => parameter.name);
      for (const said of Object.keys(doc.parameters ?? {})) assert.ok(known.includes(said), `${kind} ${name}: ${said}`);
    }
});

for (const kind of kinds) {
  test(`the examples of ${kind} give what they say`, () => {
    for (const [name, { examples }] of Object.values(pluginDocs[kind]).flatMap((docs) => Object.entries(docs)))
      for (const [expression, value, given] of examples)
        assert.deepEqual(evaluate(expression, given), value, `${name}: ${expression}`);
  });
}

test('the examples of statements give what they say, and there is one for each', () => {
  for (const [name, { example, text }] of Object.entries(statements)) {
    const found = inFolder({ 'shared.j2': sharedTemplate }, (folder) =>
      template(example, { kind: 'file' }).render(scopeOf({}, hostIn(folder))),
    );
    assert.equal(found, text, name);
  }
  const { hint } = errorOf(() => template('{% nothing %}').render(scopeOf()));
  assert.equal(hint, `known: ${Object.keys(statements).sort().join(', ')}`);
});

test('keywords have examples unless they have no effect, and stand in them', () => {
  const plain = ['action', 'become', 'collections', 'delegate_facts', 'diff', 'hosts', 'ignore_unreachable'];
  const files = ['import_playbook', 'roles', 'vars_files', 'max_fail_percentage'];
  for (const { name, examples } of entriesOf.keywords()) {
    if (keywords[name]?.ignored || plain.includes(name) || files.includes(name)) continue;
    const word = name === 'with_LOOKUP' ? 'with_dict' : name;
    assert.match(examples[0]?.text ?? '', new RegExp(`\\b${word}:`), name);
  }
});

test('the examples of keywords run', async () => {
  for (const [name, text] of Object.entries(keywordExamples)) {
    const { code, diagnostics } = await rehearse(text);
    assert.equal(code, 0, `${name}: ${JSON.stringify(diagnostics)}`);
  }
  assert.deepEqual(await linesOf(keywordExamples['loop_control']!), ['debug: ok [0: one 1: two]']);
});

function evaluate(expression: string, { files = {}, variables = {}, environment = {} }: Given = {}): unknown {
  return inFolder(files, (folder) => {
    const [value] = render(`{{ [${expression}] }}`, variables, hostIn(folder, environment)) as Value[];
    return plain(value);
  });
}

function inFolder<T>(files: Readonly<Record<string, string>>, work: (folder: string) => T): T {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'play-examples-')));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

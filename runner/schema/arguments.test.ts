import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandSchema } from '../../schemas/command.ts';
import { fileSchema } from '../../schemas/file.ts';
import { includeVarsSchema } from '../../schemas/include_vars.ts';
import { at, nodeAt } from '../playbook/node.ts';
import { parseSource } from '../playbook/source.ts';
import { Template } from '../template/template.ts';
import { expandVariableParams, writtenArguments } from './arguments.ts';
import type { ModuleSchema } from './schema.ts';

const argumentsOf = (yaml: string, schema: ModuleSchema) =>
  writtenArguments(at(nodeAt(parseSource('f.yml', yaml).root!, ['m']).node), schema);
const shown = (value: unknown) =>
  Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [name, each instanceof Template ? `T:${each.text}` : each]),
  );

test('free form text, pairs and mappings become parameters', () => {
  const cases: [string, ModuleSchema, unknown][] = [
    ['m: echo hi', commandSchema, { _raw_params: 'echo hi' }],
    ['m: echo hi creates=/x', commandSchema, { creates: '/x', _raw_params: 'echo hi' }],
    ['m: make CC=gcc  "a  b"', commandSchema, { _raw_params: 'make CC=gcc  "a  b"' }],
    ['m: "chdir=\'/a b\' ls   -l"', commandSchema, { chdir: '/a b', _raw_params: 'ls   -l' }],
    ['m: |\n  set -e\n  ls', commandSchema, { _raw_params: 'set -e\nls' }],
    [
      "m: echo {{ 'a b' }} creates={{ x y }}",
      commandSchema,
      { creates: 'T:{{ x y }}', _raw_params: "T:echo {{ 'a b' }}" },
    ],
    ['m: path={{ p }}/x state=touch', fileSchema, { path: 'T:{{ p }}/x', state: 'touch' }],
    ['m: path="a b" state=touch', fileSchema, { path: 'a b', state: 'touch' }],
    ['m: vars.yml', includeVarsSchema, { _raw_params: 'vars.yml' }],
    ['m: file=vars.yml name=box', includeVarsSchema, { file: 'vars.yml', name: 'box' }],
    ['m: {path: a}', fileSchema, { path: 'a' }],
    ['m:', fileSchema, {}],
    ['m: 5', commandSchema, { _raw_params: '5' }],
  ];
  for (const [yaml, schema, expected] of cases) {
    const { params, problems } = argumentsOf(yaml, schema);
    assert.deepEqual([shown(params.value), problems], [expected, []], yaml);
  }
});

test('parts of text know their places', () => {
  const { params } = argumentsOf('m: path={{ p }}/x state="touch"', fileSchema);
  const place = (path: string[], of?: 'key' | 'value') => {
    const { column, width } = params.within(path, of);
    return `${column}+${width}`;
  };
  assert.equal(place(['path'], 'key'), '4+4');
  assert.equal(place(['state']), '26+5');
  const path = (params.value as { path: Template }).path;
  assert.equal(path.freeVariables()[0]?.place?.column, 12);
});

test('text that is no pairs, or is not closed, is a problem', () => {
  const cases: [string, ModuleSchema, RegExp][] = [
    ['m: touch it', fileSchema, /"touch it" is not key=value/],
    ['m: echo "x', commandSchema, /a " is not closed/],
    ['m: echo {{ x', commandSchema, /a {{ is not closed/],
    ['m: [a]', fileSchema, /must be a mapping/],
  ];
  for (const [yaml, schema, message] of cases) {
    assert.match(argumentsOf(yaml, schema).problems[0]?.message ?? '', message, yaml);
  }
});

test('a rendered whole of parameters goes under those beside it', () => {
  assert.deepEqual(expandVariableParams({ _variable_params: { a: 1, b: 1 }, b: 2 }), { a: 1, b: 2 });
  assert.deepEqual(expandVariableParams({ b: 2 }), { b: 2 });
});

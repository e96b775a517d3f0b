import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, render, renderFile } from './testing.ts';

const variables = { text: 'abc', list: [1], dict: { a: 1 }, number: 5 };

test('nothing of JavaScript can be reached from a value', () => {
  const names = [
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__class__',
    '__init__',
    '__defineGetter__',
  ];
  for (const value of [
    "''",
    'text',
    'list',
    'dict',
    'number',
    '1.5',
    'true',
    'none',
    'range',
    'lookup',
    'cycler(1)',
    'namespace(a=1)',
    'text.upper',
    'omit',
    '(1, 2)',
    '{1: 2}',
  ])
    for (const name of names)
      for (const path of [
        `${value}.${name}`,
        `${value}['${name}']`,
        `${value} | attr('${name}')`,
        `[${value}] | map(attribute='${name}') | first`,
      ]) {
        assert.equal(render(`{{ (${path}) is defined }}`, variables), false, path);
        assert.equal(errorOf(() => render(`{{ (${path})('x') }}`, variables)).code.length > 0, true, path);
      }
});

test('methods of JavaScript cannot be called', () => {
  for (const call of [
    'text.charAt(0)',
    'list.map(range)',
    'list.push(1)',
    "dict.hasOwnProperty('a')",
    'number.toFixed(2)',
    'text.at(0)',
    'dict.toString()',
  ])
    assert.equal(
      errorOf(() => render(`{{ ${call} }}`, variables)).code,
      call.startsWith('dict') ? 'variable-undefined' : 'template',
      call,
    );
});

test('__proto__ and constructor are keys like any other', () => {
  assert.deepEqual(render("{{ {'__proto__': {'polluted': 1}} | to_json }}"), '{"__proto__": {"polluted": 1}}');
  assert.equal(render("{{ {'__proto__': 5}['__proto__'] }}"), 5);
  assert.equal(render("{{ {'constructor': 5}.constructor }}"), 5);
  assert.equal(
    render(`{{ '{"__proto__": {"polluted": 1}}' | from_json | to_json }}`),
    '{"__proto__": {"polluted": 1}}',
  );
  assert.equal(render(`{{ "__proto__: {polluted: 1}" | from_yaml | to_json }}`), '{"__proto__": {"polluted": 1}}');
  for (const text of [
    "{{ {} | combine({'__proto__': {'polluted': 1}}, recursive=true) | length }}",
    "{% set d = {} %}{% set _ = d.update({'__proto__': {'polluted': 1}}) %}{{ d.polluted is defined }}",
    "{% set d = dict([['__proto__', {'polluted': 1}]]) %}{{ d.polluted is defined }}",
    "{% set ns = namespace() %}{% set ns.__proto__ = {'polluted': 1} %}{{ ns.polluted is defined }}",
    "{{ [['__proto__', {'polluted': 1}]] | items2dict(key_name=0, value_name=1) | default('') }}",
    "{{ [{'key': '__proto__', 'value': {'polluted': 1}}] | items2dict | length }}",
  ]) {
    try {
      render(text);
    } catch {
      // Whatever it comes to, no prototype may have changed.
    }
    assert.equal('polluted' in {}, false, text);
  }
});

test('what a variable or filter gives is never rendered again', () => {
  const data = { secret: 's3cret' };
  assert.equal(render("{{ '{{' ~ ' secret }}' }}", data), '{{ secret }}');
  assert.equal(render("{{ '{{' ~ ' secret }}' | upper }}!", data), '{{ SECRET }}!');
  assert.equal(
    render(`{{ '"{{ secret }}"' | from_json }}`.replace('{{ secret', '{ { secret').replace('{ {', '{\\u007b'), data),
    '{{ secret }}',
  );
  assert.equal(renderFile('{{ x }}', { x: 'a' }), 'a');
});

test('format text reaches own keys only', () => {
  for (const text of [
    "'{0.constructor}'.format(text)",
    "'{0[__proto__]}'.format(dict)",
    "'{x.length}'.format(x=list)",
    "'%(constructor)s' % dict",
  ])
    assert.equal(errorOf(() => render(`{{ ${text} }}`, variables)).code, 'template', text);
});

test('named arguments cannot name anything but parameters', () => {
  assert.match(
    errorOf(() => render("{{ list | join(__proto__='x') }}", variables)).message,
    /has no argument '__proto__'/,
  );
  assert.match(
    errorOf(() => render("{{ list | join(**{'constructor': 1}) }}", variables)).message,
    /has no argument 'constructor'/,
  );
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    assert.equal(errorOf(() => render(`{{ 1 | ${name} }}`)).code, 'filter-unknown');
    assert.equal(errorOf(() => render(`{{ 1 is ${name} }}`)).code, 'test-unknown');
    assert.equal(errorOf(() => render(`{{ lookup('${name}') }}`)).code, 'lookup-unknown');
    assert.equal(errorOf(() => render(`{{ ${name}() }}`)).code, 'variable-undefined');
  }
});

test('a lexer or translator of patterns takes no more than linear time', () => {
  const start = performance.now();
  for (const text of [
    `{{ '${'a'.repeat(200_000)}' | length }}`,
    `{{ ${' '.repeat(200_000)}1 }}`,
    `${'{'.repeat(200_000)}`,
    `${'{ '.repeat(100_000)}{{ 1 }}`,
    `{{ "${'\\\\'.repeat(100_000)}" }}`,
    `{{ 1${'_1'.repeat(100_000)} is defined }}`,
    `{# ${'#'.repeat(200_000)} #}`,
  ]) {
    try {
      render(text);
    } catch {
      // Only the time matters.
    }
  }
  assert.ok(performance.now() - start < 2_000);
});

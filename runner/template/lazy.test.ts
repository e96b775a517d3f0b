import assert from 'node:assert/strict';
import { test } from 'node:test';
import { force, lazy } from './lazy.ts';
import { createScope } from './scope.ts';
import { errorOf, hostIn, render, scopeOf, template, written } from './testing.ts';
import { isDict, newDict, omit, Undefined } from './values.ts';

test('variables may refer to others in any order and depth', () => {
  const variables = {
    url: '{{ scheme }}://{{ host }}{{ paths.root }}',
    host: '{{ name }}.example',
    name: 'www',
    scheme: 'https',
    paths: { root: '/{{ name }}', list: ['{{ scheme }}', { deep: '{{ host }}' }] },
  };
  assert.equal(render('{{ url }}', variables), 'https://www.example/www');
  assert.deepEqual(render('{{ paths }}', variables), { root: '/www', list: ['https', { deep: 'www.example' }] });
  assert.equal(render('{{ paths.list[1].deep }}', variables), 'www.example');
});

test('a member is rendered only when it is used', () => {
  const variables = { cfg: { port: 80, other: '{{ nosuch }}', list: ['{{ nosuch }}', 1] } };
  assert.equal(render('{{ cfg.port }}', variables), 80);
  assert.equal(render('{{ cfg.list[1] }}', variables), 1);
  assert.equal(render('{{ cfg.other | default("x") }}', variables), 'x');
  assert.equal(render('{{ cfg.other is defined }}', variables), false);
  assert.equal(render("{{ cfg | dict2items | map(attribute='key') | join(',') }}", variables), 'port,other,list');
  assert.match(errorOf(() => render('{{ cfg }}', variables)).message, /'nosuch' is undefined/);
});

test('a definition is rendered once in a scope', () => {
  let count = 0;
  const environment = Object.defineProperty({}, 'N', { get: () => String(++count) });
  const scope = createScope([{ a: template("{{ lookup('env', 'N') }}") }], { ...hostIn('/'), environment });
  assert.equal(scope.get('a'), '1');
  assert.equal(scope.get('a'), '1');
  assert.equal(count, 1);
});

test('an undefined definition gives an undefined value, at the place of the definition', () => {
  const scope = createScope(
    [{ broken: template('x {{ nosuch }}', { place: { file: 'vars.yml', line: 4, column: 2 } }) }],
    hostIn('/'),
  );
  assert.ok(scope.get('broken') instanceof Undefined);
  assert.equal(template('{{ broken | default("saved") }}').render(scope), 'saved');
  const error = errorOf(() => template('{{ broken }}').render(scope));
  assert.deepEqual(error.place, { file: 'vars.yml', line: 4, column: 7, width: 6 });
});

const circles: readonly (readonly [Record<string, unknown>, string, string])[] = [
  [{ a: '{{ b }}', b: '{{ c }}', c: '{{ a }}' }, 'a', 'recursive loop: a -> b -> c -> a'],
  [{ a: '{{ a }} more' }, 'a', 'recursive loop: a -> a'],
  [{ start: '{{ a }}', a: '{{ b }}', b: '{{ a }}' }, 'start', 'recursive loop: a -> b -> a'],
  [{ d: { x: '{{ d.y }}', y: '{{ d.x }}' } }, 'd.x', 'recursive loop: d.x -> d.y -> d.x'],
  [{ l: ['{{ l[0] }}'] }, 'l[0]', 'recursive loop: l[0] -> l[0]'],
  [{ a: '{{ b | default(1) }}', b: '{{ a }}' }, 'a', 'recursive loop: a -> b -> a'],
];

test('a circle of definitions is named', () => {
  for (const [variables, start, message] of circles) {
    const error = errorOf(() => render(`{{ ${start} }}`, variables));
    assert.equal(error.code, 'variable-recursive');
    assert.equal(error.message, message);
    assert.ok(error.place);
  }
});

test('after an error the next evaluation starts afresh', () => {
  const scope = scopeOf({ a: '{{ b }}', b: '{{ a }}', ok: '{{ n }}', n: 1 });
  errorOf(() => template('{{ a }}').render(scope));
  assert.equal(template('{{ ok }}').render(scope), 1);
  assert.match(errorOf(() => template('{{ a }}').render(scope)).message, /a -> b -> a/);
});

test('the first layer wins, and names are those of all layers', () => {
  const scope = createScope([new Map([['a', 1]]), { a: 2, b: template('{{ a }}') }, { c: null }], hostIn('/'));
  assert.equal(scope.get('a'), 1);
  assert.equal(scope.get('b'), 1);
  assert.equal(scope.get('c'), null);
  assert.equal(scope.get('d'), undefined);
  assert.deepEqual([scope.has('c'), scope.has('d'), scope.has('toString')], [true, false, false]);
  assert.deepEqual([...scope.names()], ['a', 'b', 'c']);
});

test('data without templates is passed on without a copy', () => {
  const data = { list: [{ a: 1 }] };
  const scope = createScope([{ data }], hostIn('/'));
  assert.equal(scope.get('data'), data);
  assert.equal(template('{{ data }}').render(scope), data);
  assert.equal(force(data, scope), data);
});

test('force renders to the last leaf and leaves omitted members out when told to', () => {
  const scope = scopeOf({ n: 1, list: ['{{ n }}'] });
  const data = written({
    a: ['{{ n }}', { b: '{{ list }}' }],
    c: '{{ nosuch | default(omit) }}',
    d: ['{{ omit }}', 2],
  });
  assert.deepEqual(force(data, scope), { a: [1, { b: [1] }], c: omit, d: [omit, 2] });
  assert.deepEqual(force(data, scope, { dropOmitted: true }), { a: [1, { b: [1] }], d: [2] });
});

test('lazy keeps plain objects, their order, and dicts with other keys', () => {
  const scope = scopeOf({ n: 1 });
  const value = lazy(written({ b: '{{ n }}', a: 2 }), scope);
  assert.ok(isDict(value));
  assert.deepEqual(Object.entries(value), [
    ['b', 1],
    ['a', 2],
  ]);
  const map = newDict([[80, template('{{ n }}')]]);
  assert.deepEqual(force(map, scope), new Map([[80, 1]]));
});

test('vars holds all variables, each rendered when it is used', () => {
  const variables = { port_db: '{{ base + 1 }}', base: 1, broken: '{{ nosuch }}', which: 'db' };
  assert.equal(render("{{ vars['port_' ~ which] }}", variables), 2);
  assert.equal(render('{{ vars.port_db }}', variables), 2);
  assert.equal(render("{{ 'base' in vars and 'nosuch' not in vars }}", variables), true);
});

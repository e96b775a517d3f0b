import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PlayError } from '../diagnostics.ts';
import { Template } from '../template/template.ts';
import { parseExtraVars } from './extra_vars.ts';
import { withFolder } from './test_folder.ts';

test('key=value pairs are text, JSON and YAML keep their types, the last one wins', () => {
  assert.deepEqual(parseExtraVars([`n=5 s='two words' e=`, '{"j": [1, 2], "b": false}', 'n=6']), {
    n: '6',
    s: 'two words',
    e: '',
    j: [1, 2],
    b: false,
  });
  assert.deepEqual(parseExtraVars(['{a: yes, b: 017}']), { a: true, b: 15 });
});

test('a value with braces is a template', () => {
  assert.ok(parseExtraVars(['a={{ b }}'])['a'] instanceof Template);
});

test('@file reads a YAML or JSON file', () =>
  withFolder({ 'v.yml': 'a: 1\n', 'v.json': '{"b": 2}' }, (folder) => {
    assert.deepEqual(parseExtraVars([`@${join(folder, 'v.yml')}`, `@${join(folder, 'v.json')}`]), { a: 1, b: 2 });
  }));

test('what cannot be read is refused with a hint', () => {
  for (const [value, message] of [
    ['word', /"word" is not name=value/],
    ['a="x', /not closed/],
    ['@/no/such/file', /no file "\/no\/such\/file"/],
    ['[1, 2]', /must hold a mapping/],
    ['{"1a": 1}', /"1a" cannot be a variable's name/],
    ['{a: [1}', /unexpected|missing|closed|cannot/i],
  ] as const) {
    assert.throws(
      () => parseExtraVars([value]),
      (error: PlayError) => error.code === 'extra-vars' && message.test(error.message),
      value,
    );
  }
});

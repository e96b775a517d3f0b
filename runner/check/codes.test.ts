import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { codes } from './codes.ts';

/** Folders whose diagnostics a check can give. */
const folders = [
  'runner/playbook',
  'runner/check',
  'runner/schema',
  'runner/template/analysis',
  'runner/template/syntax',
];

function codesIn(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return [...text.matchAll(/\bcode: '([a-z-]+)'|\breport\(\s*\w+,\s*'([a-z-]+)'/g)].map(([, a, b]) => a ?? b!);
  });
}

test('every code a check gives is explained, and in order', () => {
  const given = new Set(folders.flatMap(codesIn));
  assert.ok(given.size > 40);
  assert.deepEqual(
    [...given].filter((code) => !Object.hasOwn(codes, code)),
    [],
  );
  assert.deepEqual(Object.keys(codes), Object.keys(codes).sort());
});

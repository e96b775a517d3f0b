import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { codes } from '../codes.ts';
import { ruleNotes } from './rule_notes.ts';
import { awsRules } from './rules/index.ts';

test('every rule has a sentence, a reason and a page of the AWS documentation', () => {
  for (const [code, { why, link }] of Object.entries(ruleNotes)) {
    assert.ok(Object.hasOwn(codes, code), code);
    assert.match(why, /^[A-Z].*\.$/, code);
    assert.match(link, /^https:\/\/docs\.aws\.amazon\.com\/[\w/-]+\.html$/, code);
  }
  assert.deepEqual(Object.keys(ruleNotes), Object.keys(ruleNotes).sort());
  assert.deepEqual(
    awsRules.filter(({ code }) => !Object.hasOwn(ruleNotes, code)),
    [],
  );
});

test('docs/RULES.md has them all: npm run generate', () => {
  const page = readFileSync('docs/RULES.md', 'utf8');
  for (const code of Object.keys(ruleNotes)) assert.ok(page.includes(`\n## ${code}\n`), code);
});

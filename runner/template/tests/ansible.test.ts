import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { errorOf, hostIn, render } from '../testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-tests-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'file'), '');
symlinkSync('file', join(folder, 'link'));
symlinkSync('nowhere', join(folder, 'broken'));

const variables = {
  ok: { changed: true, failed: false },
  bad: { failed: true },
  skip: { skipped: true },
  loop: { results: [{ changed: false }, { changed: true }] },
  job: { started: 1, finished: 0, ansible_job_id: '1' },
  gone: { unreachable: true },
  nothing: null,
};

/** A test, and whether it passes. */
const table: readonly (readonly [string, boolean])[] = [
  ['ok is changed', true],
  ['ok is change', true],
  ['bad is changed', false],
  ['loop is changed', true],
  ['bad is failed', true],
  ['bad is failure', true],
  ['ok is failed', false],
  ['ok is succeeded', true],
  ['ok is success', true],
  ['ok is successful', true],
  ['skip is skipped', true],
  ['skip is skip', true],
  ['gone is unreachable', true],
  ['ok is reachable', true],
  ['job is started', true],
  ['job is finished', false],
  ["'abc' is match('ab')", true],
  ["'abc' is match('bc')", false],
  ["'abc' is search('bc')", true],
  ["'ABC' is regex('b', ignorecase=true)", true],
  ["'a\nb' is search('^b', multiline=true)", true],
  ["'abc' is regex('b', match_type='match')", false],
  ["'1.10' is version('1.9', '>')", true],
  ["'1.10' is version('1.10', '>=')", true],
  ["'1.0.1' is version('1.0', 'gt')", true],
  ["'2.0' is version_compare('1.0', '!=')", true],
  ["'1.2.3' is version('1.2.3')", true],
  ["'1.2' is version('1.2.0', '<', strict=true)", false],
  ["'1.0.0-rc.1' is version('1.0.0', '<', version_type='semver')", true],
  ["'1.0.0-rc.2' is version('1.0.0-rc.10', 'lt', version_type='semver')", true],
  ['[1] is subset([1, 2])', true],
  ['[1, 3] is issubset([1, 2])', false],
  ['[1, 2] is superset([1])', true],
  ['[1, 2] is contains(2)', true],
  ["'abc' is contains('b')", true],
  ["{'a': 1} is contains('a')", true],
  ['[false, 1] is any', true],
  ['[false, 1] is all', false],
  ['[] is all', true],
  ["'x' is truthy", true],
  ["'no' is truthy(convert_bool=true)", false],
  ["'no' is falsy(convert_bool=true)", true],
  ["'' is falsy", true],
  ['nothing is none', true],
  ["'file' is file", true],
  ["'link' is file", true],
  ["'file' is exists", true],
  ["'nope' is exists", false],
  ["'link' is link", true],
  ["'file' is link", false],
  ["'broken' is exists", false],
  ["'broken' is link_exists", true],
  ["'.' is directory", true],
  ["'file' is directory", false],
  ["'/' is mount", true],
  ["'/x' is abs", true],
  ["'x' is abs", false],
  ["'file' is same_file('link')", true],
  ["'file' is same_file('.')", false],
  ["'http://a/b' is url", true],
  ["'http://a/b' is url(schemes=['https'])", false],
  ["'mailto:a@b' is uri", true],
  ["'nope' is uri", true],
  ["'urn:isbn:123' is urn", true],
  ["('nan' | float) is nan", true],
  ['1 is nan', false],
  ["'to_json' is filter and 'changed' is test", true],
  ["'x' is vault_encrypted", false],
];

test('tests of Ansible behave as in Ansible', () => {
  for (const [text, expected] of table)
    assert.equal(render(`{{ ${text} }}`, variables, hostIn(folder)), expected, text);
});

/** A test, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ['1 is changed', /asks about the result of a task, not a int/],
  ["'1.a' is version('1.1')", /cannot be compared/],
  ["'1.0' is version('1.1', '~')", /unknown operator '~'/],
  ["'1.0' is version('1.1', version_type='x')", /unknown version_type 'x'/],
  ["'x' is version('1', strict=true)", /no strict version/],
  ["'' is version('1')", /an empty text is no version/],
  ["'a' is odd", /must be a number, not str/],
  ['nosuch is changed', /'nosuch' is undefined/],
];

test('tests say what is wrong with their input', () => {
  for (const [text, message] of bad)
    assert.match(errorOf(() => render(`{{ ${text} }}`, variables)).message, message, text);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

test('the module index and the editor schema are up to date: npm run generate', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/generate.mjs', '--check'], { encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.equal(status, 0);
});

test('editors find nothing wrong in the shipped playbook and roles', () => {
  const schema = JSON.parse(readFileSync('schemas/playbook.schema.json', 'utf8'));
  const ajv = new Ajv({ strict: false });
  const playbook = ajv.compile(schema);
  playbook(parse(readFileSync('playbook.yml', 'utf8')));
  assert.deepEqual(playbook.errors ?? [], []);
  const entries = ajv.compile({ $ref: '#/definitions/entries', definitions: schema.definitions });
  for (const role of ['ecr', 'image', 'vpc', 'iam', 'cluster', 'task', 'alb', 'services']) {
    entries(parse(readFileSync(`roles/${role}/tasks/main.yml`, 'utf8')));
    assert.deepEqual(entries.errors ?? [], [], role);
  }
});

test('editors are told about a misspelt option', () => {
  const schema = JSON.parse(readFileSync('schemas/playbook.schema.json', 'utf8'));
  const playbook = new Ajv({ strict: false }).compile(schema);
  assert.equal(playbook([{ hosts: 'localhost', tasks: [{ command: { cmd: 'true', chdri: '/' } }] }]), false);
});

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

const schema = JSON.parse(readFileSync('schemas/playbook.schema.json', 'utf8'));
const validate = new Ajv({ strict: false }).compile(schema);
const roles = ['ecr', 'image', 'vpc', 'iam', 'cluster', 'task', 'alb', 'services'];

test('editors find nothing wrong in the shipped playbook and roles', () => {
  validate(parse(readFileSync('playbook.yml', 'utf8')));
  assert.deepEqual(validate.errors ?? [], []);
  for (const role of roles) {
    const tasks = parse(readFileSync(`roles/${role}/tasks/main.yml`, 'utf8'));
    validate([{ hosts: 'localhost', tasks }]);
    assert.deepEqual(validate.errors ?? [], [], role);
  }
});

test('editors are told about a misspelt option', () => {
  assert.equal(validate([{ hosts: 'localhost', tasks: [{ command: { cmd: 'true', chdri: '/' } }] }]), false);
});

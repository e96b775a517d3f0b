import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';

const skip = process.env['PLAY_PACK'] === '1' ? false : 'SKIPPED: the package is not tried: set PLAY_PACK=1';

const playbook = `
- name: Elsewhere
  hosts: localhost
  gather_facts: false
  roles:
    - { role: vpc, vpc_name: demo }
    - greeting
`;

describe('the package, installed in an empty folder', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'play-package-'));
  const npm = (words: string[], cwd: string) =>
    execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  after(() => {
    spawnSync('npx', ['play', 'sandbox', 'stop'], { cwd: folder });
    rmSync(folder, { recursive: true, force: true });
  });

  before(() => {
    npm(['pack', '--pack-destination', folder], resolve('.'));
    const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))!;
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    npm(['install', '--no-audit', '--no-fund', join(folder, tarball)], folder);
    mkdirSync(join(folder, 'roles/greeting/tasks'), { recursive: true });
    writeFileSync(join(folder, 'roles/greeting/tasks/main.yml'), '- debug: { msg: "Hello from {{ vpc.vpc.id }}" }\n');
    writeFileSync(join(folder, 'site.yml'), playbook);
  });

  test('installs nothing but itself', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(installed, ['play']);
  });
  test('npx play runs a playbook there, with a role of its own and one of ours', () => {
    const out = execFileSync('npx', ['play', 'site.yml', '--sandbox'], { cwd: folder, encoding: 'utf8' });
    assert.match(out, /TASK \[vpc : Create the VPC\]/);
    assert.match(out, /"msg": "Hello from vpc-[0-9a-f]{17}"/);
    assert.match(out, /failed=0/);
  });
  test('its functions can be imported', () => {
    const code =
      "import { play } from 'play'; import { checkHealth } from 'play/health_check'; console.log(typeof play, typeof checkHealth)";
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' });
    assert.equal(out.trim(), 'function function');
  });
  test('npx health_check says what it does', () => {
    assert.match(
      execFileSync('npx', ['health_check', '--help'], { cwd: folder, encoding: 'utf8' }),
      /Usage: health_check/,
    );
  });
});

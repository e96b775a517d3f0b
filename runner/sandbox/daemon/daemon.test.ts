import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type ConnectedSandbox, connectSandbox, findSandbox } from '../connect.ts';
import type { SandboxFolder } from './folder.ts';
import { isRunning, ownIdentity, startOf } from './process_identity.ts';
import { readRecord } from './record.ts';
import { sandboxForTest } from './testing.ts';

const createVpc = (sandbox: ConnectedSandbox) =>
  sandbox
    .world()
    .client(EC2Client)
    .send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));

const vpcIds = async (sandbox: ConnectedSandbox) => {
  const { Vpcs = [] } = await sandbox.world().client(EC2Client).send(new DescribeVpcsCommand());
  return Vpcs.map(({ VpcId }) => VpcId);
};

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await holds()) return;
    await delay(20);
  }
  assert.fail(`it did not come about that ${what}`);
}

const refused = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', () => resolve(true));
  });

const recordOf = (folder: SandboxFolder) => readRecord(folder.record)!;

describe('a sandbox in the background', { concurrency: 3 }, () => {
  test('is started by the first of many that want it, and shared by all', async (t) => {
    const folder = sandboxForTest(t);
    const all = await Promise.all(Array.from({ length: 4 }, () => connectSandbox({ folder })));
    assert.equal(new Set(all.map(({ port }) => port)).size, 1);
    assert.equal(all.filter(({ notes }) => notes.some((note) => note.startsWith('started'))).length, 1);
    await createVpc(all[0]!);
    assert.equal((await vpcIds(all[3]!)).length, 1);
  });

  test('goes on in the time that its clients see', async (t) => {
    const folder = sandboxForTest(t);
    const sandbox = await connectSandbox({ folder, speed: 1000 });
    const { pace } = await sandbox.status();
    const begun = sandbox.clock.now();
    await sandbox.clock.sleep(100_000);
    const passed = sandbox.clock.now() - begun;
    assert.ok(passed >= 99_000 && passed < 1_000_000, String(passed));
    assert.equal(pace.speed, 1000);
  });

  test('leaves neither a process nor a port nor a lock when it is stopped, and keeps its state', async (t) => {
    const folder = sandboxForTest(t);
    const first = await connectSandbox({ folder });
    const { Vpc } = await createVpc(first);
    const record = recordOf(folder);
    await first.stop();
    assert.ok(!isRunning(record));
    assert.ok(await refused(record.port));
    assert.deepEqual([folder.record, folder.lock].filter(existsSync), []);
    assert.equal(await findSandbox(folder), undefined);
    const second = await connectSandbox({ folder });
    assert.deepEqual(await vpcIds(second), [Vpc?.VpcId]);
    assert.equal(second.port, first.port);
  });

  test('stands still while it does not run', async (t) => {
    const folder = sandboxForTest(t);
    const first = await connectSandbox({ folder, speed: 1 });
    await createVpc(first);
    const then = first.clock.now();
    await first.stop();
    await delay(500);
    const second = await connectSandbox({ folder, speed: 1 });
    const passed = (await second.status()).pace.sandbox - then;
    assert.ok(passed >= 0 && passed < 400, String(passed));
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`ends in order at ${signal}`, async (t) => {
      const folder = sandboxForTest(t);
      await createVpc(await connectSandbox({ folder }));
      const record = recordOf(folder);
      process.kill(record.pid, signal);
      await until('it has ended', () => !isRunning(record));
      assert.ok(!existsSync(folder.record));
      assert.equal((await vpcIds(await connectSandbox({ folder }))).length, 1);
    });
  }

  test('that was killed leaves its state, and orphans that the next one ends', async (t) => {
    const folder = sandboxForTest(t);
    const first = await connectSandbox({ folder });
    await createVpc(first);
    await until('its state is saved', () =>
      /10\.0\.0\.0/.test(existsSync(folder.state) ? readFileSync(folder.state, 'utf8') : ''),
    );
    const orphan = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    t.after(() => orphan.kill('SIGKILL'));
    const identity = { pid: orphan.pid!, started: startOf(orphan.pid!)! };
    writeFileSync(folder.children, `${JSON.stringify(identity)}\n`, { flag: 'a' });
    const record = recordOf(folder);
    process.kill(record.pid, 'SIGKILL');
    await until('it is dead', () => !isRunning(record));
    assert.equal(await findSandbox(folder), undefined);
    const second = await connectSandbox({ folder });
    assert.equal((await vpcIds(second)).length, 1);
    assert.ok(!isRunning(identity));
    assert.match(readFileSync(folder.log, 'utf8'), /ended 1 processes/);
  });

  test('ends when nobody has used it for long enough', async (t) => {
    const folder = sandboxForTest(t);
    await connectSandbox({ folder, idleMinutes: 0.02 });
    const record = recordOf(folder);
    await until('it has ended', () => !isRunning(record));
    assert.match(readFileSync(folder.log, 'utf8'), /nobody has used it/);
    assert.ok(!existsSync(folder.lock));
  });

  test('ends when its folder is gone', async (t) => {
    const folder = sandboxForTest(t);
    await connectSandbox({ folder });
    const record = recordOf(folder);
    rmSync(folder.path, { recursive: true });
    await until('it has ended', () => !isRunning(record));
  });

  test('of another version is replaced, with a note', async (t) => {
    const folder = sandboxForTest(t);
    const first = await connectSandbox({ folder });
    await createVpc(first);
    const old = recordOf(folder);
    writeFileSync(folder.record, JSON.stringify({ ...old, version: '0.0.1' }));
    const second = await connectSandbox({ folder });
    assert.match(second.notes.join('\n'), /of another version was ended/);
    assert.ok(!isRunning(old));
    assert.equal((await vpcIds(second)).length, 1);
  });

  test('that runs otherwise than asked for says so', async (t) => {
    const folder = sandboxForTest(t);
    await connectSandbox({ folder });
    const { notes } = await connectSandbox({ folder, speed: 5 });
    assert.match(notes.join('\n'), /runs already, with speed 60/);
  });

  test('is an empty account after a reset', async (t) => {
    const folder = sandboxForTest(t);
    const sandbox = await connectSandbox({ folder });
    await createVpc(sandbox);
    await sandbox.faults.set('throttle ec2:DescribeVpcs 1');
    await sandbox.reset();
    assert.deepEqual([await vpcIds(sandbox), await sandbox.faults.list()], [[], []]);
  });

  test('takes faults by name and says what is wrong with one', async (t) => {
    const sandbox = await connectSandbox({ folder: sandboxForTest(t) });
    await sandbox.faults.set('refuse ec2:DescribeVpcs UnauthorizedOperation');
    await assert.rejects(vpcIds(sandbox), { name: 'UnauthorizedOperation' });
    await assert.rejects(sandbox.faults.set('trottle ec2:*'), { message: /no fault "trottle"/, hint: /throttle/ });
    assert.deepEqual(await sandbox.faults.clear('all'), ['refuse ec2:DescribeVpcs']);
    assert.deepEqual(await vpcIds(sandbox), []);
  });

  test('gives no orders to whoever does not know its token', async (t) => {
    const { endpoint } = await connectSandbox({ folder: sandboxForTest(t) });
    for (const token of ['', 'x'.repeat(32)]) {
      const { status } = await fetch(`${endpoint}/_play/stop`, { method: 'POST', headers: { 'x-play-token': token } });
      assert.equal(status, 403);
    }
    assert.equal((await fetch(`${endpoint}/_play/status`)).status, 403);
  });

  test('listens on the loopback address only, and its files are the user’s own', async (t) => {
    const folder = sandboxForTest(t);
    const { port } = await connectSandbox({ folder });
    const { statSync } = await import('node:fs');
    assert.equal(statSync(folder.record).mode & 0o077, 0);
    if (process.platform !== 'linux') return;
    const listening = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter(
        (line) => / 0A /.test(line) && line.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000`),
      );
    assert.deepEqual(
      listening.map((line) => line.trim().split(/\s+/)[1]?.split(':')[0]),
      ['0100007F'],
    );
  });

  test('sets a state aside that cannot be read', async (t) => {
    const folder = sandboxForTest(t);
    mkdirSync(folder.path);
    writeFileSync(folder.state, '{"format":1,');
    const sandbox = await connectSandbox({ folder });
    assert.deepEqual(await vpcIds(sandbox), []);
    assert.ok(existsSync(`${folder.state}.unreadable`));
  });

  test('takes over the record of a process that is no sandbox any more', async (t) => {
    const folder = sandboxForTest(t);
    mkdirSync(folder.path);
    const stale = { ...ownIdentity(), started: 'long ago' };
    writeFileSync(folder.record, JSON.stringify({ ...stale, port: 9, version: 'x', token: 'x' }));
    writeFileSync(folder.lock, JSON.stringify(stale));
    assert.deepEqual(await vpcIds(await connectSandbox({ folder })), []);
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import type { PlayEvent } from '../engine/events.ts';
import { putImage } from '../modules/container/ecr_images.ts';
import { play } from '../play.ts';
import { sandboxForTest } from '../sandbox/daemon/testing.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';

/** A deployment in the style of Ansible 2.7, with a `docker` beside it that remembers what was built. */
const folder = resolve('runner/rehearsal/old_style');
const scratch = mkdtempSync(join(tmpdir(), 'play-old-style-'));
after(() => rmSync(scratch, { recursive: true }));

const environment = {
  ...process.env,
  PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
  FAKE_DOCKER: join(scratch, 'images'),
};

type TaskDone = Extract<PlayEvent, { type: 'task_done' }>;

async function run(sandbox: Sandbox, check = false) {
  const done: TaskDone[] = [];
  const reporter = (event: PlayEvent) => {
    if (event.type !== 'task_done') return;
    done.push(event);
    const pushed = /^docker push \S+\/(\S+?\/\S+?):(\S+)$/.exec(String(event.outcome.result['cmd']));
    if (pushed) void push(sandbox, pushed[1]!, pushed[2]!);
  };
  const end = await play({ playbook: 'playbook.yml', cwd: folder, sandbox, environment, reporter, check });
  const failed = done.filter(({ outcome }) => outcome.status === 'failed' && !outcome.ignored);
  assert.deepEqual([...end.diagnostics, ...failed.map(({ outcome }) => outcome.result['msg'])], []);
  return { ...end, done };
}

/** The program beside the playbook pushes nowhere; what it said it pushed is put where ECS looks for it. */
async function push({ account, region, world }: Sandbox, name: string, tag: string): Promise<void> {
  const config = { architecture: 'amd64', os: 'linux' };
  await putImage(world(), { account, region, name }, { config, annotations: {}, tag });
}

const changedIn = ({ done }: { done: readonly TaskDone[] }) =>
  done.filter(({ outcome }) => outcome.status === 'changed').map(({ task }) => `${task.role} : ${task.name}`);

test('a playbook in the style of Ansible 2.7 deploys as it is, and a second run changes nothing', async () => {
  const sandbox = createSandbox();
  const first = await run(sandbox);
  assert.equal(first.code, 0);
  const said = first.done.map(({ outcome }) => String(outcome.result['msg']));
  assert.ok(said.some((text) => /^Ready at http:\/\/\S+\/now$/.test(text)));
  assert.ok(changedIn(first).length > 15, changedIn(first).join('\n'));
  assert.match(readFileSync(environment.FAKE_DOCKER, 'utf8'), /weather\/api:/);

  const second = await run(sandbox);
  assert.deepEqual(changedIn(second), []);
  assert.deepEqual([second.code, second.recap?.changed, second.recap?.writes], [0, 0, 0]);

  const rehearsed = await run(sandbox, true);
  assert.deepEqual([rehearsed.code, changedIn(rehearsed)], [0, []]);
});

test('play playbook.yml --sandbox deploys it, too: the app answers, and a second run changes nothing', async (t) => {
  const { path: PLAY_SANDBOX_DIR } = sandboxForTest(t);
  const env = { ...environment, PLAY_SANDBOX_DIR, FAKE_DOCKER: join(scratch, 'pushed') };
  const command = () => {
    const words = [process.env['PLAY_TEST_COMMAND']!, 'playbook.yml', '--sandbox'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, env, encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  };
  const [, url] = /Ready at (http:\S+\/now)/.exec(command()) ?? [];
  assert.equal(await (await fetch(url!)).text(), 'sunny');
  assert.match(command(), / changed=0 .*, no write/s);
});

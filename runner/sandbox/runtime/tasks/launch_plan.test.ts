import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { temporaryFolder } from '../../../modules/testing.ts';
import { type ImageFacts, imageFacts } from './image_facts.ts';
import { keepImage } from './image_files.ts';
import { launchPlan } from './launch_plan.ts';

const facts: ImageFacts = {
  folder: '',
  entrypoint: [],
  command: ['node', 'server.js'],
  environment: { PORT: '8080', PATH: '/app/bin:/usr/bin' },
  workdir: '/app',
  user: '',
  stopSignal: 'SIGTERM',
  labels: {},
  copies: [
    ['server.js', '/app/server.js'],
    ['tools', '/app/bin'],
    ['entry.sh', '/entry.sh'],
  ],
};

function plan(t: TestContext, change: Partial<ImageFacts> = {}, definition: Partial<ContainerDefinition> = {}) {
  const folder = temporaryFolder(t);
  const files = { 'server.js': '', 'tools/serve': '#!/bin/sh\n', 'entry.sh': '#!/bin/sh\n', 'dist/main.js': '' };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    if (text) chmodSync(join(folder, name), 0o755);
  }
  mkdirSync(join(folder, 'node_modules'));
  const all = { ...facts, folder, ...change };
  const kept = join(folder, '.play', 'image');
  const base = { PATH: '/usr/bin:/bin', NODE_OPTIONS: '--require hook', HOME: '/nowhere' };
  const found = launchPlan({
    definition: { name: 'app', ...definition },
    facts: all,
    files: keepImage(all, kept),
    base,
  });
  return { folder, root: join(kept, 'root'), context: join(kept, 'context'), found };
}

const planned = (made: ReturnType<typeof plan>) => {
  assert.ok('command' in made.found, JSON.stringify(made.found));
  return { ...made, ...made.found };
};

test('the command of the image runs where its files were copied', (t) => {
  const { command, folder, root, environment } = planned(plan(t));
  assert.deepEqual([command, folder], [['node', 'server.js'], join(root, 'app')]);
  assert.equal(environment['PATH'], `${join(root, '/app/bin')}:/usr/bin:/bin`);
  assert.deepEqual([environment['PORT'], environment['NODE_OPTIONS']], ['8080', '--require hook']);
});

const commands: [what: string, definition: Partial<ContainerDefinition>, words: string[]][] = [
  ['a command takes the place of CMD alone', { command: ['x', '/y'] }, ['<root>/entry.sh', 'x', '/y']],
  ['an entry point takes the place of both', { entryPoint: ['/bin/sh'], command: ['-c', 'x'] }, ['/bin/sh', '-c', 'x']],
  ['an entry point alone drops CMD', { entryPoint: ['serve'] }, ['serve']],
  ['nothing leaves both of the image', {}, ['<root>/entry.sh', 'node', 'server.js']],
];
for (const [what, definition, words] of commands) {
  test(`in a container definition ${what}`, (t) => {
    const { command, root } = planned(plan(t, { entrypoint: ['/entry.sh'] }, definition));
    assert.deepEqual(
      command.map((word) => word.replace(root, '<root>')),
      words,
    );
  });
}

test('the label wins over CMD, runs in the context folder, and loses to the container definition', (t) => {
  const labels = { 'play.sandbox.command': '["node", "dist/main.js"]' };
  const entrypoint = ['/entry.sh'];
  const own = plan(t, { labels, entrypoint });
  assert.deepEqual([planned(own).command, planned(own).folder], [['node', 'dist/main.js'], own.folder]);
  assert.deepEqual(planned(plan(t, { labels }, { command: ['node', '-e', '1'] })).command, ['node', '-e', '1']);
});

test('with the label for files they are kept, beside the installed packages', (t) => {
  const labels = { 'play.sandbox.command': '["node", "dist/main.js"]', 'play.sandbox.files': '["dist"]' };
  const { folder, context, command } = planned(plan(t, { labels }));
  assert.deepEqual([folder, command], [context, ['node', 'dist/main.js']]);
});

test('environment and options of the container come last, those of the hook stay', (t) => {
  const environment = [
    { name: 'PORT', value: '9' },
    { name: 'NODE_OPTIONS', value: '--max-old-space-size=64' },
  ];
  const made = planned(plan(t, {}, { environment }));
  assert.equal(made.environment['PORT'], '9');
  assert.equal(made.environment['NODE_OPTIONS'], '--require hook --max-old-space-size=64');
});

const failures: [what: string, change: Partial<ImageFacts>, reason: RegExp][] = [
  [
    'a script that build steps make',
    { command: ['node', 'out.js'] },
    /"out.js" is not in the image: build steps make it.*LABEL play\.sandbox\.command/,
  ],
  ['a program that is not there', { command: ['gunicorn'] }, /exec: "gunicorn": executable file not found in \$PATH/],
  ['no command at all', { command: [] }, /no command specified/],
  [
    'a label that is no list',
    { labels: { 'play.sandbox.command': 'node x' } },
    /the label play\.sandbox\.command is no JSON array/,
  ],
];
for (const [what, change, reason] of failures) {
  test(`${what} is told before anything is started`, (t) => {
    const { found } = plan(t, change);
    assert.ok('failure' in found);
    assert.match(found.failure, /^CannotStartContainerError: /);
    assert.match(found.failure, reason);
  });
}

test('USER is ignored with a note', (t) => {
  assert.match(planned(plan(t, { user: '1000:1000' })).notes.join(), /USER 1000:1000 is ignored/);
});

test('a path that leads out of the context is refused', (t) => {
  assert.throws(() => plan(t, { copies: [['../../etc', '/etc']] }), /is not inside/);
});

test('the manifest of docker_image tells how an image starts, others do not', () => {
  const config = { Cmd: ['a'], Env: ['A=b=c', 'D'], WorkingDir: '', StopSignal: 'quit' };
  const annotations = { 'play.config': JSON.stringify(config), 'play.context': '/x' };
  const found = imageFacts(JSON.stringify({ annotations }));
  assert.deepEqual([found?.environment, found?.workdir, found?.stopSignal], [{ A: 'b=c', D: '' }, '/', 'SIGQUIT']);
  assert.equal(imageFacts('{"schemaVersion":2}'), undefined);
});

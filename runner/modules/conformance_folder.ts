import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fakeEngine } from './container/fake_engine.ts';
import { temporaryFolder } from './testing.ts';

/** What examples find on this machine: each path stands for one below a folder of the test. */
export interface Surroundings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** An example with its paths, addresses and ports those of this test. */
  fitted(example: object): Record<string, unknown>;
}

const texts: Readonly<Record<string, string>> = {
  'app.conf': '[server]\nport = 80  \ndebug = 1\n[old]\na = 1\n[new]\n',
  hosts: '127.0.0.1 here\n',
  log: 'started in 12 ms\n',
  'page.html': '<html>\n<body>\n</body>\n</html>\n',
  'parts/one': 'one\n',
  'parts/two.conf': 'two\n',
  'logs/old.log': 'line\n',
  'files/parts/one.conf': 'one\n',
  'files/parts/two.conf': 'two\n',
  'files/setup.sh': '#!/bin/sh\necho "set up $1"\n',
  'files/setup.py': 'print("set up")\n',
  'templates/settings.conf.j2': 'folder = {{ playbook_dir }}\n',
  'vars/settings.yml': 'greeting: hello\n',
  'vars/settings/web.yml': 'port: 8080\n',
  Dockerfile: 'FROM scratch\n',
  'archive/top/docs/readme': 'read me\n',
  'archive/top/tool': 'a tool\n',
  '.ssh/deploy': 'a key\n',
  'up/app': 'version 1\n',
};

/** A folder in which every example of an action finds what it speaks of, and a server on this machine. */
export async function surroundings(t: TestContext): Promise<Surroundings> {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { environment } = fakeEngine(folder);
  const own = { ...environment, PATH: `${environment['PATH']}:${process.env['PATH']}`, HOME: folder, ...gitSettings };
  writeFileSync(join(folder, 'engine/images/app_latest'), '');
  makeArchives(folder);
  makeRepository(join(folder, 'up'), own);
  const port = await serve(t, folder);
  return { folder, environment: own, fitted: (example) => fitted(example, folder, port) };
}

const gitSettings = {
  ...{ GIT_AUTHOR_NAME: 'n', GIT_AUTHOR_EMAIL: 'e', GIT_COMMITTER_NAME: 'n', GIT_COMMITTER_EMAIL: 'e' },
  ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
};

function makeArchives(folder: string): void {
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: join(folder, 'archive'), stdio: 'ignore' });
  run('tar', 'czf', '../files/tool.tar.gz', 'top');
  run('tar', 'czf', '../tool.tgz', 'top');
  const zipped = "import shutil; shutil.make_archive('../tool', 'zip', 'top')";
  run('python3', '-c', zipped);
}

function makeRepository(cwd: string, env: NodeJS.ProcessEnv): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd, env, stdio: 'ignore' });
  git('init', '-q', '-b', 'main', '.');
  git('add', 'app');
  git('commit', '-qm', 'one');
  git('tag', 'v1.2.0');
}

async function serve(t: TestContext, folder: string): Promise<number> {
  const tool = readFileSync(join(folder, 'tool.tgz'));
  const server = createServer((request, response) => {
    if (request.url === '/items') response.statusCode = 201;
    if (request.headers['if-modified-since']) response.statusCode = 304;
    response.end(request.url === '/SHA256SUMS' ? `${sumOf(folder)}  tool\n${sumOf(folder)}  other\n` : tool);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

const sumOf = (folder: string): string =>
  execFileSync('sha256sum', [join(folder, 'tool.tgz')], { encoding: 'utf8' }).slice(0, 64);

function fitted(example: object, folder: string, port: number): Record<string, unknown> {
  const repository = `file://${join(folder, 'up')}`;
  const text = JSON.stringify(example)
    .replaceAll(/\/tmp(\/play)?\b/g, folder)
    .replaceAll(/https?:\/\/127\.0\.0\.1:\d+/g, `http://127.0.0.1:${port}`)
    .replaceAll(/https:\/\/127\.0\.0\.1\/app\.git|git@127\.0\.0\.1:app\.git|\/srv\/git\/app\.git/g, repository)
    .replaceAll('/var/log', join(folder, 'logs'));
  const params = JSON.parse(text) as Record<string, unknown>;
  return params['port'] === 8080 ? { ...params, port } : params;
}

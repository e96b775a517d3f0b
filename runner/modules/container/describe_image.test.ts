import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../testing.ts';
import { contextDigest, readBuildContext } from './build_context.ts';
import { describeImage } from './describe_image.ts';
import { parseDockerignore } from './dockerignore.ts';
import { ecrRepository, imageReference, parseImageName } from './image_name.ts';

function folderWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o644);
  }
  return folder;
}

const describe = (folder: string, options: Partial<Parameters<typeof describeImage>[1]> = {}) =>
  describeImage(readBuildContext(folder), { args: {}, labels: {}, ...options });

test('the last stage tells how the image starts', (t) => {
  const folder = folderWith(t, {
    'package.json': '{}',
    'app/server.ts': '',
    Dockerfile: `# syntax=docker/dockerfile:1
ARG VERSION=24
ARG BASE_IMAGE=node:\${VERSION}-alpine
FROM --platform=$BUILDPLATFORM \${BASE_IMAGE} AS build
WORKDIR /src
COPY package.json app* ./
RUN npm ci && \\
    # a comment between
    npm run build
RUN <<EOF
FROM nothing
EOF
CMD ["not", "this"]

from \${BASE_IMAGE}
ARG PORT=8080 \\
    VERSION
ENV NODE_ENV=production PORT=\${PORT} QUOTED="two words" OTHER=\${NONE:-fallback} DOLLAR=\\$PORT V=$VERSION
ENV OLD old form
LABEL a=1 "b"='c d'
WORKDIR /app
WORKDIR sub
COPY --from=build /out ./
USER 1000:1000
EXPOSE 8080 \${PORT}/udp
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1m30s --timeout=3s --retries=3 \\
  CMD ["node", "-e", "check()"]
ENTRYPOINT ["tini", "--"]
CMD node server.js
`,
  });
  assert.deepEqual(describe(folder, { labels: { x: 'y' } }), {
    base: 'node:24-alpine',
    config: {
      Cmd: ['/bin/sh', '-c', 'node server.js'],
      Entrypoint: ['tini', '--'],
      Env: [
        'NODE_ENV=production',
        'PORT=8080',
        'QUOTED=two words',
        'OTHER=fallback',
        'DOLLAR=$PORT',
        'V=24',
        'OLD=old form',
      ],
      ExposedPorts: { '8080/tcp': {}, '8080/udp': {} },
      User: '1000:1000',
      WorkingDir: '/app/sub',
      StopSignal: 'SIGTERM',
      Healthcheck: { Test: ['CMD', 'node', '-e', 'check()'], Interval: 90e9, Timeout: 3e9, Retries: 3 },
      Labels: { a: '1', b: 'c d', x: 'y' },
      Volumes: { '/data': {} },
    },
    copies: [],
  });
  assert.equal(describe(folder, { args: { VERSION: '22' } }).base, 'node:22-alpine');
  assert.deepEqual(describe(folder, { target: 'build' }).config.Cmd, ['not', 'this']);
});

test('a stage takes over what the one it is based on set', (t) => {
  const dockerfile = `FROM x AS one
ENV A=1
CMD ["a"]
SHELL ["/bin/bash", "-c"]
FROM one AS two
ENV B=$A
FROM two
ENTRYPOINT run me
HEALTHCHECK NONE
`;
  const { base, config } = describe(folderWith(t, { Dockerfile: dockerfile }));
  assert.equal(base, 'x');
  assert.deepEqual(config.Env, ['A=1', 'B=1']);
  assert.deepEqual(config.Entrypoint, ['/bin/bash', '-c', 'run me']);
  assert.equal(config.Cmd, undefined, 'an entrypoint takes away the command of the base');
  assert.deepEqual(config.Healthcheck, { Test: ['NONE'] });
});

test('what the last stage copies from the context is known with its place in the image', (t) => {
  const dockerfile = `FROM x AS base
COPY package.json /base/
FROM base
WORKDIR /app
COPY . .
COPY a.js b.js ./lib/
COPY a.js renamed.js
ADD src /opt/src
COPY *.js out/
COPY --from=base /x /y
`;
  const files = { Dockerfile: dockerfile, 'package.json': '{}', 'a.js': '', 'b.js': '', 'src/c.js': '' };
  assert.deepEqual(describe(folderWith(t, files)).copies, [
    ['package.json', '/base/package.json'],
    ['.', '/app'],
    ['a.js', '/app/lib/a.js'],
    ['b.js', '/app/lib/b.js'],
    ['a.js', '/app/renamed.js'],
    ['src', '/opt/src'],
    ['a.js', '/app/out/a.js'],
    ['b.js', '/app/out/b.js'],
  ]);
});

test('mistakes in a Dockerfile have their line', (t) => {
  const cases: [text: string, line: number | undefined, message: RegExp][] = [
    ['FROM x\nCOPPY a b\n', 2, /"COPPY" is no instruction/],
    ['RUN x\nFROM y\n', 1, /RUN stands before the first FROM/],
    ['FROM x\n\nCOPY none.js /\n', 3, /COPY of "none.js", which is not in the build context/],
    ['FROM x\nADD https://example.com/a /\nCOPY *.none /\n', 3, /COPY of "\*\.none"/],
    ['ARG BASE\nFROM ${BASE}\n', 2, /FROM \$\{BASE\} names no image/],
    ['# nothing\n', undefined, /has no FROM/],
  ];
  for (const [text, line, message] of cases) {
    const folder = folderWith(t, { Dockerfile: text, 'a.js': '' });
    assert.throws(
      () => describe(folder),
      (error: { code: string; message: string; place?: { line: number } }) => {
        assert.equal(error.code, 'dockerfile');
        assert.match(error.message, message);
        assert.equal(error.place?.line, line);
        return true;
      },
    );
  }
  const folder = folderWith(t, { Dockerfile: 'FROM x AS one\n' });
  assert.throws(() => describe(folder, { target: 'two' }), { hint: 'its stages are one' });
});

test('the escape character can be another', (t) => {
  const folder = folderWith(t, { Dockerfile: '# escape=`\nFROM x\nENV A=1 `\n  B=c:\\d\n' });
  assert.deepEqual(describe(folder).config.Env, ['A=1', 'B=c:\\d']);
});

test('.dockerignore leaves out what Docker leaves out', () => {
  const cases: [patterns: string, path: string, ignored: boolean][] = [
    ['node_modules', 'node_modules/a/b.js', true],
    ['node_modules', 'app/node_modules/a.js', false],
    ['**/node_modules', 'app/node_modules/a.js', true],
    ['/dist/', 'dist/x', true],
    ['*.md\n!README.md', 'README.md', false],
    ['*.md\n!README.md', 'b.md', true],
    ['*.md', 'docs/b.md', false],
    ['**/*.md', 'docs/b.md', true],
    ['*\n!app\napp/**/*.test.ts', 'app/server.ts', false],
    ['*\n!app\napp/**/*.test.ts', 'app/server.test.ts', true],
    ['*\n!app\napp/**/*.test.ts', 'app/a/b.test.ts', true],
    ['*\n!app', 'package.json', true],
    ['# node\n  temp?  ', 'temp1', true],
    ['temp?', 'temp', false],
    ['[a-c].txt', 'b.txt', true],
    ['[^a-c].txt', 'b.txt', false],
    ['./a/../b', 'b', true],
    ['a\\*b', 'a*b', true],
    ['.', 'a', false],
  ];
  for (const [patterns, path, ignored] of cases)
    assert.equal(parseDockerignore(patterns).ignores(path), ignored, `${path} under ${JSON.stringify(patterns)}`);
});

test('the digest of a build changes with what the image is made of, and with nothing else', async (t) => {
  const files = {
    Dockerfile: 'FROM x\nCOPY . /\n',
    '.dockerignore': 'notes\n.dockerignore',
    'a.js': '1',
    'b/c.js': '2',
  };
  const folder = folderWith(t, files);
  const twin = folderWith(t, Object.fromEntries(Object.entries(files).reverse()));
  for (const each of [folder, twin]) chmodSync(join(each, 'b'), 0o755);
  const digest = async (options: unknown = {}) => contextDigest(readBuildContext(folder), options);
  const first = await digest();
  assert.equal(await contextDigest(readBuildContext(twin), {}), first);
  writeFileSync(join(folder, 'notes'), 'left out');
  mkdirSync(join(folder, '.play'));
  writeFileSync(join(folder, '.play/state.json'), 'the sandbox changes it all the time');
  assert.equal(await digest(), first);
  assert.equal(await digest({ args: { a: '1', b: '2' } }), await digest({ args: { b: '2', a: '1' } }));
  const seen = new Set([first, await digest({ args: { a: '1' } })]);
  const changes = [
    () => writeFileSync(join(folder, 'a.js'), '3'),
    () => chmodSync(join(folder, 'a.js'), 0o755),
    () => writeFileSync(join(folder, 'd.js'), ''),
    () => mkdirSync(join(folder, 'empty')),
    () => symlinkSync('a.js', join(folder, 'link')),
    () => writeFileSync(join(folder, 'Dockerfile'), 'FROM y\nCOPY . /\n'),
  ];
  for (const change of changes) {
    change();
    seen.add(await digest());
  }
  assert.equal(seen.size, 2 + changes.length);
});

test('names of images are taken apart', () => {
  const cases: [text: string, registry: string | undefined, repository: string, reference: string][] = [
    ['app', undefined, 'app', 'app:latest'],
    ['team/app:1.2', undefined, 'team/app', 'team/app:1.2'],
    ['localhost/app', 'localhost', 'localhost/app', 'localhost/app:latest'],
    ['r.example:5000/team/app:1', 'r.example:5000', 'r.example:5000/team/app', 'r.example:5000/team/app:1'],
    [`app@sha256:${'a'.repeat(64)}`, undefined, 'app', `app@sha256:${'a'.repeat(64)}`],
  ];
  for (const [text, registry, repository, reference] of cases) {
    const name = parseImageName(text);
    assert.deepEqual([name.registry, name.repository, imageReference(name)], [registry, repository, reference]);
  }
  for (const text of ['', 'a b', 'x:', 'a/', 'a:b:c', 'a//b'])
    assert.throws(() => parseImageName(text), { code: 'image-name' }, text);
  const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app';
  const repository = { account: '123456789012', region: 'eu-west-1', name: 'team/app' };
  assert.deepEqual(ecrRepository(parseImageName(ecr)), repository);
  assert.equal(ecrRepository(parseImageName('public.ecr.aws/x/y')), undefined);
});

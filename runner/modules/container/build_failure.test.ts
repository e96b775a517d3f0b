import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BuildFailure, buildFailure } from './build_failure.ts';
import type { Builder } from './docker_builder.ts';

// As Docker 20.10 (BuildKit, legacy), buildx 0.14 and Podman 4.3 print them.
const cases: readonly { title: string; builder: Builder; output: string; failure: BuildFailure }[] = [
  {
    title: 'BuildKit: the step of the number that failed, without other steps',
    builder: 'buildkit',
    output: `#5 [2/3] RUN echo hello
#5 0.116 hello
#5 DONE 0.2s

#6 [3/3] RUN echo one; exit 3
#6 sha256:11f71420ce32c44ea7482fa3d17cd5a0a8ca52a34813bdd7f0517e9e1b7d2eb4
#6 0.169 one
#6 ERROR: executor failed running [/bin/sh -c echo one; exit 3]: exit code: 3
------
 > [3/3] RUN echo one; exit 3:
------
executor failed running [/bin/sh -c echo one; exit 3]: exit code: 3
`,
    failure: { step: '[3/3] RUN echo one; exit 3', reason: 'exit code 3', lines: ['one'] },
  },
  {
    title: 'buildx: the same, with its own words',
    builder: 'buildx',
    output: `#7 [build 4/6] RUN npm ci
#7 1.201 npm error code ENOENT
#7 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 254
------
 > [build 4/6] RUN npm ci:
1.201 npm error code ENOENT
------
Dockerfile:7
ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 254
`,
    failure: { step: '[build 4/6] RUN npm ci', reason: 'exit code 254', lines: ['npm error code ENOENT'] },
  },
  {
    title: 'the legacy builder: colours and its own notes are left out',
    builder: 'legacy',
    output: `Step 2/3 : RUN echo hello
hello
Removing intermediate container 2d95c90af40a
 ---> 7ee74ec8768e
Step 3/3 : RUN echo one; echo two >&2; exit 3
 ---> Running in 4024280ac8e6
\u001b[91mtwo
\u001b[0mone
The command '/bin/sh -c echo one; echo two >&2; exit 3' returned a non-zero code: 3
`,
    failure: { step: '[3/3] RUN echo one; echo two >&2; exit 3', reason: 'exit code 3', lines: ['two', 'one'] },
  },
  {
    title: 'Podman: the last step, with its stage',
    builder: 'buildah',
    output: `[1/2] STEP 1/2: FROM node:24-alpine AS build
[2/2] STEP 2/2: RUN echo one; exit 3
one
Error: building at STEP "RUN echo one; exit 3": while running runtime: exit status 3
`,
    failure: { step: '[2/2] [2/2] RUN echo one; exit 3', reason: 'exit code 3', lines: ['one'] },
  },
  {
    title: 'a Dockerfile that is not understood has no step',
    builder: 'buildkit',
    output: `#1 [internal] load build definition from Dockerfile
#1 DONE 0.0s
failed to solve with frontend dockerfile.v0: dockerfile parse error line 4: unknown instruction: HELLO
`,
    failure: {
      step: undefined,
      reason: `#1 [internal] load build definition from Dockerfile
#1 DONE 0.0s
failed to solve with frontend dockerfile.v0: dockerfile parse error line 4: unknown instruction: HELLO`,
      lines: [],
    },
  },
  {
    title: 'no word at all',
    builder: 'legacy',
    output: '',
    failure: { step: undefined, reason: 'without a word', lines: [] },
  },
];

for (const { title, builder, output, failure } of cases)
  test(title, () => assert.deepEqual(buildFailure(builder, output), failure));

test('only the last lines of a step are kept', () => {
  const said = Array.from({ length: 30 }, (_, index) => `#3 0.1 line ${index}`).join('\n');
  const { lines } = buildFailure('buildx', `#3 [1/1] RUN x\n${said}\n#3 ERROR: exit code: 1\n`);
  assert.deepEqual([lines.length, lines[0], lines.at(-1)], [10, 'line 20', 'line 29']);
});

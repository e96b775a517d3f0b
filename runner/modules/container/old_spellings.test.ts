import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerImageRules, dockerImageSchema } from '../../../schemas/docker_image.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { inTodaysWords } from './old_spellings.ts';

type Params = Record<string, unknown>;

function read(written: Params) {
  const options = { name: 'docker_image', rules: dockerImageRules };
  const { params, problems } = validateParams(dockerImageSchema, { name: 'app', ...written }, options);
  const warnings: string[] = [];
  const warn = (line: string) => warnings.push(line);
  if (problems.length > 0) return { problems: problems.map(({ code }) => code), warnings };
  return { params: inTodaysWords(params as Infer<typeof dockerImageSchema>, { warn }) as Params, warnings };
}

const table: [name: string, written: Params, today: Params][] = [
  [
    'a path is a build, which looks for newer base images',
    { path: '.', dockerfile: 'D', buildargs: { A: 1 }, nocache: 'yes', rm: false, container_limits: { memory: '1G' } },
    {
      source: 'build',
      build: {
        ...{ path: '.', dockerfile: 'D', args: { A: 1 }, nocache: true, rm: false, pull: true },
        container_limits: { memory: '1G' },
      },
    },
  ],
  [
    'unless pull says no',
    { build_path: '.', pull: false },
    { source: 'build', build: { path: '.', nocache: false, rm: true, pull: false } },
  ],
  [
    'with a source it does not look',
    { path: '.', source: 'build' },
    { source: 'build', build: { path: '.', nocache: false, rm: true, pull: false } },
  ],
  [
    'an archive is loaded',
    { load_path: 'a.tar', force: true },
    { source: 'load', force_source: true, force_tag: true },
  ],
  ['anything else is pulled', { force: true }, { source: 'pull', force_source: true }],
  ['force removes', { state: 'absent', force: true }, { state: 'absent', source: undefined, force_absent: true }],
  ['state build is present', { path: '.', state: 'build' }, { state: 'present', source: 'build' }],
];

for (const [name, written, today] of table) {
  test(`in the words of Ansible 2.7, ${name}`, () => {
    const { params, warnings } = read(written);
    for (const [key, value] of Object.entries(today)) assert.deepEqual(params?.[key], value, key);
    for (const key of ['path', 'dockerfile', 'buildargs', 'nocache', 'rm', 'force']) assert.ok(!(key in params!), key);
    assert.match(warnings.join(), /^old spellings of docker_image: [\w, :]+; write (source: |force_absent)/);
  });
}

test('today’s words stay as they are, without a warning', () => {
  const { params, warnings } = read({ source: 'pull', pull: { platform: 'linux/amd64' } });
  assert.deepEqual([params?.['source'], params?.['pull'], warnings], ['pull', { platform: 'linux/amd64' }, []]);
  assert.equal(read({}).params?.['source'], undefined);
});

test('a build says where, once', () => {
  assert.deepEqual(read({ source: 'build' }).problems, ['param-missing']);
  assert.deepEqual(read({ build: { path: '.' }, path: '.' }).problems, ['params-exclusive']);
});

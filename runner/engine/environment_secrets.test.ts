import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { environmentSecrets } from './environment_secrets.ts';
import { rehearse } from './testing.ts';

for (const [name, value, secret] of [
  ['DB_PASSWORD', 'hunter2', true],
  ['githubToken', 'ghp_0123456789', true],
  ['SECRET_KEY', 'abcdefgh', true],
  ['db.passwd', 'hunter2', true],
  ['PASSWORD_MIN_LENGTH', '1234567', false],
  ['MONKEY', 'chimpanzee', false],
  ['DB_SECRET', 'arn:aws:secretsmanager:eu-west-1:1:secret:db', false],
  ['TOKEN', '/run/secrets/token', false],
  ['API_KEY', 'short', false],
] as const)
  test(`${name}=${value} is ${secret ? 'a' : 'no'} secret`, () => {
    const found = secret ? [value] : [];
    assert.deepEqual(environmentSecrets({ containers: [{ environment: [{ name, value }] }] }), found);
    assert.deepEqual(environmentSecrets([{ environment: { [name]: value } }]), found);
    assert.deepEqual(environmentSecrets({ [name]: value }), []);
  });

const definition = (password: string) => `
- name: define
  ecs_taskdefinition:
    region: eu-west-1
    family: web
    containers:
      - name: web
        image: nginx
        memory: 128
        environment:
          - { name: MODE, value: plain-words }
          - { name: DB_PASSWORD, value: ${password} }
`;

test('neither the old nor the new value of such a variable shows in diffs or results', async () => {
  const sandbox = createSandbox();
  await rehearse(definition('old-hunter2'), { sandbox });
  const { events, recap } = await rehearse(definition('new-hunter2'), { sandbox, check: true, diff: true });
  const text = JSON.stringify([events]);
  assert.equal(recap?.changed, 1);
  assert.match(text, /containers\[web\]\.environment\[DB_PASSWORD\]\.value","before":"\*{8}","after":"\*{8}"/);
  assert.match(text, /plain-words/);
  assert.doesNotMatch(text, /hunter2/);
});

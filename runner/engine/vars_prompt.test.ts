import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, rehearse } from './testing.ts';

const playbook = (questions: string, said: string) => `
- hosts: localhost
  gather_facts: false
  vars: {base: b, who: play}
  vars_prompt: [${questions}]
  tasks: [{name: t, debug: {msg: "${said}"}}]
`;

/** Answers in order; a question that nobody expects fails the test. */
function answers(...given: string[]) {
  const asked: string[] = [];
  const prompt = async (question: string, { echo }: { echo: boolean }) => {
    asked.push(`${question}${echo ? '' : '(hidden)'}`);
    assert.ok(given.length > 0, `nobody expected to be asked: ${question}`);
    return given.shift()!;
  };
  return { asked, prompt };
}

test('without a terminal the default is taken, a template rendered', async () => {
  const text = playbook('{name: who, default: "{{ base }}2", private: false}', '{{ who }}');
  assert.deepEqual(await linesOf(text), ['t: ok b2']);
});

test('a default is no secret: the playbook says it in plain text', async () => {
  assert.deepEqual(await linesOf(playbook('{name: who, default: plain}', '{{ who }}')), ['t: ok plain']);
});

test('an answer is data: a template in it is just text', async () => {
  const { prompt } = answers('{{ base }}');
  assert.deepEqual(await linesOf(playbook('{name: who, private: false}', '{{ who }}'), { prompt }), [
    't: ok {{ base }}',
  ]);
});

test('what is private is typed unseen and shown nowhere', async () => {
  const { asked, prompt } = answers('hunter2');
  assert.deepEqual(await linesOf(playbook('{name: pw, prompt: Password}', '{{ pw }}'), { prompt }), ['t: ok ********']);
  assert.deepEqual(asked, ['Password: (hidden)']);
});

test('confirm asks until both answers are the same', async () => {
  const { asked, prompt } = answers('one', 'two', '', 'one', 'one');
  const text = playbook('{name: who, confirm: true, private: false}', '{{ who }}');
  assert.deepEqual(await linesOf(text, { prompt }), ['t: ok one']);
  assert.equal(asked.length, 5);
  assert.match(asked[1]!, /^confirm who/);
});

test('-e answers before anybody is asked', async () => {
  const { asked, prompt } = answers();
  const text = playbook('{name: who, private: false}', '{{ who }}');
  assert.deepEqual(await linesOf(text, { prompt, extraVars: ['who=me'] }), ['t: ok me']);
  assert.deepEqual(asked, []);
});

test('a question of a later play that nobody can answer keeps the first from starting', async () => {
  const text = `- {hosts: localhost, gather_facts: false, tasks: [{debug: }]}\n${playbook('{name: who}', '{{ who }}')}`;
  const { code, lines, diagnostics } = await rehearse(text);
  assert.deepEqual([code, lines], [4, []]);
  assert.equal(diagnostics[0]?.hint, 'give it with -e who=…');
});

const refused: [question: string, mistake: string][] = [
  ['{name: who, encrypt: sha512_crypt, default: x}', 'prompt-encrypt: vars_prompt does not encrypt answers'],
  ['{name: who, defautl: x}', 'keyword-unknown: "defautl" is not known to vars_prompt'],
  ['{prompt: Who, default: x}', 'prompt-type: this vars_prompt has no name'],
  ['who', 'prompt-type: a vars_prompt must be a mapping with a name, not "who"'],
];

for (const [question, mistake] of refused) {
  test(`refused: ${mistake}`, async () => {
    assert.ok((await linesOf(playbook(question, 'x'))).includes(mistake));
  });
}

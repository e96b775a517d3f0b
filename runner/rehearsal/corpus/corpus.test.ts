import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { runCase } from './run_case.ts';

/** Playbooks with outcomes recorded from `ansible-playbook`. They lie beside a checkout, not in it. */
const corpus = resolve(process.env['PLAY_CORPUS'] ?? '../shared/corpus', 'cases');
const missing = existsSync(corpus) ? false : `SKIPPED: no recorded cases at ${corpus} (PLAY_CORPUS names their folder)`;
if (missing) console.error(missing);

test('at least 99 % of the recorded cases end as they ended in Ansible', { skip: missing }, async () => {
  const started = performance.now();
  const failures: string[] = [];
  const topics = new Map<string, { passed: number; total: number }>();
  for (const { topic, name } of casesIn(corpus)) {
    const found = await runCase(join(corpus, topic, name));
    const score = topics.get(topic) ?? { passed: 0, total: 0 };
    topics.set(topic, { passed: score.passed + (found === undefined ? 1 : 0), total: score.total + 1 });
    if (found !== undefined) failures.push(`${topic}/${name}: ${found}`);
  }
  const total = sum(topics, 'total');
  const passed = sum(topics, 'passed');
  for (const [topic, score] of topics) console.log(`${topic.padEnd(24)} ${score.passed} / ${score.total}`);
  for (const failure of failures) console.log(`differs: ${failure}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${'all'.padEnd(24)} ${passed} / ${total} (${((100 * passed) / total).toFixed(1)} %) in ${seconds} s`);
  assert.ok(passed / total >= 0.99, `${total - passed} of ${total} cases differ:\n${failures.join('\n')}`);
});

function casesIn(folder: string): { topic: string; name: string }[] {
  const folders = (path: string) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  return folders(folder).flatMap((topic) =>
    folders(join(folder, topic))
      .filter((name) => existsSync(join(folder, topic, name, 'expected.json')))
      .map((name) => ({ topic, name })),
  );
}

function sum(topics: ReadonlyMap<string, { passed: number; total: number }>, what: 'passed' | 'total'): number {
  return [...topics.values()].reduce((all, score) => all + score[what], 0);
}

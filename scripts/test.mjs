// npm test [-- word …]: bundles the tests (or those whose path holds a word) and runs them with node:test.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { buildTests } from './build.mjs';

const words = process.argv.slice(2);
const out = process.env.PLAY_TEST_OUT ?? 'dist/test';
const files = await buildTests(words, out);
if (files.length === 0) {
  console.error(`no test file matches ${words.join(' ')}`);
  process.exit(1);
}
// One file at a time for each processor: by itself node leaves one of them idle, which is half of a machine with two.
const options = ['--test', '--test-timeout=900000', `--test-concurrency=${availableParallelism()}`];
const { status } = spawnSync(process.execPath, ['--enable-source-maps', ...options, ...files], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_ENV: 'test',
    PLAY_CODE_CACHE: resolve(out, 'code'),
    PLAY_TEST_COMMAND: resolve(out, 'play.js'),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
  },
});
process.exit(status ?? 1);

// node bench/deploy_under_load.mjs [--build dist] [--rate 220] [--seconds 20] [--speed 60]
//
// Deploys the app into a living sandbox and asks for the time through its load balancer at a steady rate, while
//   (1) another version is deployed, (2) a broken version is deployed and rolled back, (3) one task is killed.
// Prints what became of the requests. Ends with 1 when (1) or (2) lost one, or a deployment did not end as it must.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    build: { type: 'string', default: 'dist' },
    rate: { type: 'string', default: '220' },
    seconds: { type: 'string', default: '20' },
    speed: { type: 'string', default: '60' },
  },
});
const project = resolve(import.meta.dirname, '..');
const build = resolve(values.build);
const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
const command = join(build, 'play.js');

const broken = `import { createServer } from 'node:http';
createServer((request, response) => {
  console.log(JSON.stringify({ event: 'error', message: 'version 3 cannot reach its database', path: request.url }));
  response.writeHead(500).end();
}).listen(Number(process.env.PORT ?? 8080));
process.once('SIGTERM', () => process.exit(0));
`;

const folder = mkdtempSync(join(tmpdir(), 'play-load-'));
for (const name of ['playbook.yml', 'Dockerfile', 'package.json', 'package-lock.json', 'app', 'roles']) {
  cpSync(join(project, name), join(folder, name), { recursive: true });
}
mkdirSync(join(folder, 'dist'));
const server = readFileSync(join(build, 'server.js'), 'utf8');
if (existsSync(join(build, 'chunks'))) cpSync(join(build, 'chunks'), join(folder, 'dist/chunks'), { recursive: true });

/** The sources are what an image's tag is made of, the bundle is what the sandbox runs. */
function write(version) {
  writeFileSync(join(folder, 'app/version.ts'), `export const version = ${version};\n`);
  writeFileSync(join(folder, 'dist/server.js'), version === 3 ? broken : `${server}\n// version ${version}\n`);
}

const environment = { ...process.env, PLAY_SANDBOX_DIR: join(folder, '.play') };

function play(...words) {
  const child = spawn(process.execPath, [command, ...words], { cwd: folder, env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((done) => {
    child.once('close', (code) => done({ code, output }));
  });
}

const deploy = () => play('playbook.yml', '--sandbox', '--sandbox-speed', values.speed);

/** Asks at a steady rate, whatever becomes of the answers; gives what became of them. */
async function load(url, action) {
  const agent = new Agent({ keepAlive: true });
  const times = [];
  const failures = {};
  const fail = (why) => {
    failures[why] = (failures[why] ?? 0) + 1;
  };
  const ask = () =>
    new Promise((done) => {
      const began = performance.now();
      get(`${url}/now`, { agent, timeout: 30_000 }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        answer.once('error', (error) => fail(error.code ?? error.message));
        answer.once('close', () => {
          times.push(performance.now() - began);
          if (answer.statusCode !== 200) fail(`status ${answer.statusCode}`);
          else if (!/^\d\d:\d\d:\d\d$/.test(body)) fail(`answer ${JSON.stringify(body.slice(0, 20))}`);
          done();
        });
      })
        .once('error', (error) => {
          fail(error.code ?? error.message);
          done();
        })
        .once('timeout', function () {
          this.destroy(new Error('no answer in 30 s'));
        });
    });
  const began = performance.now();
  const asked = [];
  // The action may take longer than the time asked for: what it does last is asked through as well.
  const acted = sleep(2_000).then(action);
  let over = false;
  acted.finally(() => {
    over = true;
  });
  for (let due = 0; performance.now() - began < seconds * 1000 || !over; ) {
    const elapsed = performance.now() - began;
    for (; due < (elapsed / 1000) * rate; due += 1) asked.push(ask());
    await sleep(2);
  }
  const took = (performance.now() - began) / 1000;
  await Promise.all(asked);
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share) => `${(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)} ms`;
  const lost = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const what = Object.entries(failures).map(([why, count]) => `${count} × ${why}`);
  console.log(`  ${asked.length} requests in ${took.toFixed(1)} s (${(asked.length / took).toFixed(0)} a second)`);
  console.log(`  lost: ${lost}${what.length ? ` (${what.join(', ')})` : ''}`);
  console.log(`  latency: median ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, most ${at(1)}`);
  return { lost, result: await acted };
}

function messageOf(output) {
  const [, text = ''] = /"msg":("(?:[^"\\]|\\.)*")/.exec(output) ?? [];
  return text === '' ? 'no message' : JSON.parse(text);
}

const wrong = [];
function expect(holds, what) {
  if (!holds) wrong.push(what);
}

try {
  write(1);
  const first = await deploy();
  const url = /Load balancer URL: (http:\/\/[^"\s]+)/.exec(first.output)?.[1];
  if (first.code !== 0 || !url) throw new Error(`version 1 is not deployed:\n${first.output}`);
  console.log(`version 1 is deployed; the sandbox's time runs ${values.speed} times as fast`);

  console.log('deploying version 2 under load');
  write(2);
  const second = await load(url, deploy);
  console.log(`  the run ended with ${second.result.code}`);
  expect(second.result.code === 0, `the run of version 2 ended with ${second.result.code}:\n${second.result.output}`);
  expect(second.lost === 0, 'requests were lost while version 2 was deployed');

  console.log('deploying a broken version 3 under load');
  write(3);
  const third = await load(url, deploy);
  console.log(`  the run ended with ${third.result.code}: ${messageOf(third.result.output)}`);
  expect(third.result.code === 2, `the run of version 3 ended with ${third.result.code}:\n${third.result.output}`);
  expect(/rolled back/i.test(third.result.output), 'the run of version 3 does not say that it was rolled back');
  expect(/cannot reach its database/.test(third.result.output), 'the run of version 3 shows no log lines of its tasks');
  expect(third.lost === 0, 'requests were lost while version 3 was deployed');

  console.log('killing one task under load');
  await load(url, async () => {
    const { output } = await play('sandbox', 'status');
    process.kill(Number(/ pid (\d+) {2}8080 at/.exec(output)?.[1]), 'SIGKILL');
  });
} finally {
  spawnSync(process.execPath, [command, 'sandbox', 'stop'], { cwd: folder, env: environment, stdio: 'ignore' });
  if (wrong.length && existsSync(join(folder, '.play/sandbox.log'))) {
    console.log(readFileSync(join(folder, '.play/sandbox.log'), 'utf8').split('\n').slice(-40).join('\n'));
  }
  rmSync(folder, { recursive: true, force: true });
}
for (const each of wrong) console.error(each);
process.exitCode = wrong.length ? 1 : 0;

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { errorOf, hostIn, render } from '../testing.ts';

/** A server in another process: this one stands still while a lookup waits. */
const program = `
require('node:http').createServer((request, response) => {
  if (request.url === '/moved') return response.writeHead(302, { location: '/' }).end();
  if (request.url === '/none') return response.writeHead(404).end('no');
  const { authorization = '-', 'x-a': own = '-' } = request.headers;
  response.end(request.url === '/you' ? authorization + ' ' + own : 'one\\ntwo\\n{{ 1 }}\\n');
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
const server = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
after(() => server.kill());
const [port] = await once(server.stdout, 'data');
const url = `http://127.0.0.1:${String(port).trim()}`;
const host = hostIn('/nowhere');
const look = (expression: string) => render(`{{ ${expression} }}`, { url }, host);

test('url reads lines, or the whole text', () => {
  assert.equal(look("lookup('url', url)"), 'one,two,{{ 1 }}');
  assert.deepEqual(look("query('url', url ~ '/moved')"), ['one', 'two', '{{ 1 }}']);
  assert.equal(look("lookup('url', url, split_lines=false)"), 'one\ntwo\n{{ 1 }}\n');
});

test('url sends headers and a login', () => {
  assert.equal(
    look("lookup('url', url ~ '/you', headers={'x-a': 5}, username='u', password='p')"),
    `Basic ${Buffer.from('u:p').toString('base64')} 5`,
  );
});

test('url says what went wrong', () => {
  const failing = (expression: string) => errorOf(() => look(expression)).message;
  assert.match(failing("lookup('url', url ~ '/none')"), /answers 404 Not Found/);
  assert.match(failing("lookup('url', url ~ '/moved', follow_redirects='none')"), /answers 302/);
  assert.match(failing("lookup('url', 'http://127.0.0.1:1/')"), /cannot be read/);
  assert.match(failing("lookup('url', 'file:///etc/passwd')"), /is no http or https URL/);
});

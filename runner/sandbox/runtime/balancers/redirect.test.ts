import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Asked } from './asked.ts';
import { destinationOf, locationOf } from './redirect.ts';

const whole = { Protocol: '#{protocol}', Host: '#{host}', Port: '#{port}', Path: '/#{path}', Query: '#{query}' };

const cases: [title: string, config: Partial<RedirectActionConfig>, asked: Partial<Asked>, location: string][] = [
  ['to HTTPS, all else alike', { Protocol: 'HTTPS', Port: '443' }, {}, 'https://example.com:443/a/b?x=1&y=2'],
  [
    'without a query no question mark',
    { Protocol: 'HTTPS', Port: '443' },
    { query: '' },
    'https://example.com:443/a/b',
  ],
  ['to another host', { Host: 'www.#{host}' }, {}, 'http://www.example.com:80/a/b?x=1&y=2'],
  ['with the path in the midst', { Path: '/new/#{path}/end' }, {}, 'http://example.com:80/new/a/b/end?x=1&y=2'],
  [
    'with a query of its own',
    { Query: 'from=#{host}&#{query}' },
    {},
    'http://example.com:80/a/b?from=example.com&x=1&y=2',
  ],
  ['with the query dropped', { Path: '/', Query: '' }, {}, 'http://example.com:80/'],
  ['with the port in the path', { Path: '/#{port}/#{protocol}' }, {}, 'http://example.com:80/80/HTTP?x=1&y=2'],
  [
    'what the client sent is not filled in twice',
    { Path: '/#{path}' },
    { path: '/#{host}' },
    'http://example.com:80/#{host}?x=1&y=2',
  ],
];

for (const [title, config, change, location] of cases) {
  test(`a redirect ${title}`, () => {
    const base: Asked = {
      method: 'GET',
      path: '/a/b',
      query: 'x=1&y=2',
      host: 'example.com:80',
      headers: {},
      address: '',
    };
    const destination = destinationOf(
      { StatusCode: 'HTTP_301', ...whole, ...config },
      { ...base, ...change },
      { protocol: 'HTTP', port: 80 },
    );
    assert.equal(locationOf(destination), location);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Asked } from './asked.ts';
import { meets } from './conditions.ts';

function asked(change: Partial<Asked> = {}): Asked {
  return {
    method: 'GET',
    path: '/img/cat.jpg',
    query: 'version=v1&Name=Ann',
    host: 'Shop.Example.com:8080',
    headers: { 'user-agent': ['Mozilla/5.0 (X11)', 'curl/8'], 'x-star': ['a*b'] },
    address: '192.0.2.17',
    ...change,
  };
}

const path = (...Values: string[]): RuleCondition => ({ Field: 'path-pattern', Values, PathPatternConfig: { Values } });
const host = (...Values: string[]): RuleCondition => ({ Field: 'host-header', Values, HostHeaderConfig: { Values } });
const header = (HttpHeaderName: string, ...Values: string[]): RuleCondition => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName, Values },
});
const query = (...Values: { Key?: string; Value: string }[]): RuleCondition => ({
  Field: 'query-string',
  QueryStringConfig: { Values },
});
const source = (...Values: string[]): RuleCondition => ({ Field: 'source-ip', SourceIpConfig: { Values } });
const method = (...Values: string[]): RuleCondition => ({
  Field: 'http-request-method',
  HttpRequestMethodConfig: { Values },
});

const cases: [title: string, condition: RuleCondition, expected: boolean, change?: Partial<Asked>][] = [
  ['a path pattern takes any number of characters for *', path('/img/*'), true],
  ['a path pattern takes none for *', path('/img/cat.jpg*'), true],
  ['a path pattern takes one character for ?', path('/img/?at.jpg'), true],
  ['a path pattern does not take none for ?', path('/img/cat.jpg?'), false],
  ['a path pattern minds capitals', path('/IMG/*'), false],
  ['a path pattern is about the whole path', path('/img'), false],
  ['a path pattern takes a dot for itself only', path('/img/cat?jpg', '/img/catxjpg'), true],
  ['a dot in a path pattern is no wildcard', path('/img/cat.jp.'), false],
  ['a path pattern does not see the query', path('*version*'), false],
  ['one of many path patterns is enough', path('/a', '/b', '/img/*'), true],
  ['a backslash in a path pattern is one', path('/a\\*'), true, { path: '/a\\b' }],
  ['a path is compared as it was sent', path('/a%20b'), true, { path: '/a%20b' }],
  ['a host pattern ignores capitals and the port', host('shop.EXAMPLE.com'), true],
  ['a host pattern takes subdomains for *', host('*.example.com'), true],
  [
    'a host pattern with a subdomain is not about the domain itself',
    host('*.example.com'),
    false,
    { host: 'example.com' },
  ],
  ['a header pattern is about any of several values', header('User-Agent', 'curl*'), true],
  ['a header pattern ignores capitals', header('USER-agent', '*mozilla*'), true],
  ['a header pattern takes an escaped star for itself', header('X-Star', 'a\\*b'), true],
  ['a header that is not there fits nothing', header('X-None', '*'), false],
  ['a method is compared as it is', method('GET', 'HEAD'), true],
  ['a method minds capitals', method('get'), false],
  ['a method takes no wildcards', method('G*'), false],
  ['a query pair needs key and value', query({ Key: 'version', Value: 'v1' }), true],
  ['a query pair ignores capitals', query({ Key: 'NAME', Value: 'ann' }), true],
  ['a query value without key is looked for in all pairs', query({ Value: 'an?' }), true],
  ['a query pair with another value does not fit', query({ Key: 'version', Value: 'v2' }), false],
  ['a query key without value has an empty one', query({ Key: 'debug', Value: '*' }), true, { query: 'debug' }],
  ['no query fits no pair', query({ Value: '*' }), false, { query: '' }],
  ['an escaped ? in a query value is one', query({ Key: 'q', Value: 'a\\?' }), false, { query: 'q=ab' }],
  ['a source address lies in a range', source('192.0.2.0/24'), true],
  ['a source address lies outside a range', source('192.0.3.0/24', '2001:db8::/32'), false],
  ['a source address of IPv6 lies in a range', source('2001:db8::/32'), true, { address: '2001:db8::1' }],
  ['any address lies in 0.0.0.0/0', source('0.0.0.0/0'), true],
  [
    'a regular expression is searched for',
    {
      Field: 'path-pattern',
      RegexValues: ['^/img/.+\\.jpe?g$'],
      PathPatternConfig: { RegexValues: ['^/img/.+\\.jpe?g$'] },
    },
    true,
  ],
  [
    'a broken regular expression fits nothing',
    { Field: 'path-pattern', PathPatternConfig: { RegexValues: ['('] } },
    false,
  ],
];

for (const [title, condition, expected, change] of cases) {
  test(title, () => assert.equal(meets(condition, asked(change)), expected));
}

test('many stars do not take long', () => {
  const began = performance.now();
  assert.equal(meets(path(`/${'*a'.repeat(20)}*!`), asked({ path: `/${'a'.repeat(60)}` })), false);
  assert.ok(performance.now() - began < 1_000);
});

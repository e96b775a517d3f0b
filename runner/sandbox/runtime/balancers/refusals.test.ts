import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asked } from './asked.ts';
import { refusalOf } from './refusals.ts';

const cases: [title: string, change: Partial<Asked>, status: number | undefined][] = [
  ['a usual request is taken', {}, undefined],
  ['TRACE is refused', { method: 'TRACE' }, 405],
  ['a target of more than 16 KiB is refused', { query: 'a'.repeat(17_000) }, 414],
  ['a header of more than 16 KiB is refused', { headers: { 'x-a': ['a'.repeat(17_000)] } }, 400],
  ['another transfer coding than chunked is refused', { headers: { 'transfer-encoding': ['gzip, chunked'] } }, 501],
  ['two lengths are refused, even when they agree', { headers: { 'content-length': ['3', '3'] } }, 400],
  [
    'a length beside chunks is refused',
    { headers: { 'content-length': ['3'], 'transfer-encoding': ['chunked'] } },
    400,
  ],
  ['two hosts are refused', { headers: { host: ['a', 'b'] } }, 400],
  [
    'thirty forwarding addresses are taken',
    { headers: { 'x-forwarded-for': [Array(30).fill('192.0.2.1').join(', ')] } },
    undefined,
  ],
  [
    'thirty-one forwarding addresses are refused',
    { headers: { 'x-forwarded-for': [Array(31).fill('192.0.2.1').join(', ')] } },
    463,
  ],
];

for (const [title, change, status] of cases) {
  test(title, () => {
    const asked: Asked = { method: 'GET', path: '/', query: '', host: 'a', headers: {}, address: '', ...change };
    assert.equal(refusalOf(asked), status);
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFinder } from './find_texts.ts';

const finderOf = (...texts: string[]) => {
  const finder = createFinder();
  for (const text of texts) finder.add(text);
  return finder;
};

describe('texts are found inside another', () => {
  for (const [what, texts, text, expected] of [
    ['nowhere', ['secret'], 'nothing to see', 'nothing to see'],
    ['at the start, in the middle and at the end', ['abcd'], 'abcd-abcd-abcd', '*-*-*'],
    ['side by side', ['abcd', 'efgh'], 'abcdefghabcd', '***'],
    ['the longest of those that begin at one place', ['abcd', 'abcdef', 'abcde'], 'abcdefg abcdeg abcdg', '*g *g *g'],
    ['the first of those that overlap', ['abcd', 'cdef'], 'abcdef cdef', '*ef *'],
    ['not where only their start stands', ['abcdefgh'], 'abcdefg abcd', 'abcdefg abcd'],
    ['in other alphabets', ['пароль', '😀😀'], 'мой пароль: 😀😀', 'мой *: *'],
    ['in a text shorter than all of them', ['abcd'], 'abc', 'abc'],
  ] as const)
    test(what, () => assert.equal(finderOf(...texts).replace(text, '*'), expected));
});

test('what is found is what a regular expression of all of them finds', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const word = (length: number) => Array.from({ length }, () => 'abc'[random(3)]).join('');
  for (let round = 0; round < 200; round += 1) {
    const texts = Array.from({ length: 1 + random(12) }, () => word(4 + random(5)));
    const text = word(300);
    const pattern = new RegExp([...texts].sort((a, b) => b.length - a.length).join('|'), 'g');
    assert.equal(finderOf(...texts).replace(text, '*'), text.replace(pattern, '*'), `${texts} in ${text}`);
  }
});

test('a text without any of them is returned itself, and each text is kept once', () => {
  const finder = finderOf('abcd', 'abcd', 'wxyz');
  assert.equal(finder.size, 2);
  assert.ok(finder.has('wxyz') && !finder.has('wxy'));
});

test('thousands of texts take no longer than one', () => {
  const text = 'x'.repeat(500_000);
  const many = finderOf(...Array.from({ length: 20_000 }, (_, index) => `secret number ${index}`));
  const began = performance.now();
  assert.equal(many.replace(text, '*'), text);
  // A regular expression of them takes more than ten seconds.
  assert.ok(performance.now() - began < 1_000);
});

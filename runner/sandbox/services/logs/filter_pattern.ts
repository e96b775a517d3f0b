import { invalidParameter } from './lookup.ts';

/**
 * Which messages a filter pattern takes: all its terms (case counts), none of those after `-`, any of those after `?`.
 * Patterns for JSON and for columns are not modelled.
 */
export function toEventTest(pattern: string): (message: string) => boolean {
  if (/^\s*[{[]/.test(pattern)) throw invalidParameter('the sandbox does not model JSON and column filter patterns');
  const terms = [...pattern.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = '', quoted, bare = '']) => ({
      sign,
      text: quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1'),
    }),
  );
  const ofSign = (wanted: string) => terms.filter(({ sign }) => sign === wanted).map(({ text }) => text);
  const [all, none, any] = [ofSign(''), ofSign('-'), ofSign('?')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term)));
}

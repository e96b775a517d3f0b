import { asText } from '../filters/read.ts';
import type { Param, Table, Test } from '../plugin.ts';
import { isMatch } from '../python/bounded.ts';
import { isTruthy } from '../python/compare.ts';
import { regex } from '../python/regex.ts';
import { Fault, type Value } from '../python/types.ts';
import { compareVersions } from './version.ts';

const flags: readonly Param[] = ['pattern', ['ignorecase', false], ['multiline', false]];

function matches(value: Value, pattern: Value, ignoreCase: Value, multiline: Value, atStart: boolean): boolean {
  const options = { ignoreCase: isTruthy(ignoreCase), multiline: isTruthy(multiline), atStart };
  return isMatch(regex(asText(pattern), options), asText(value));
}

const version: Test = {
  description: 'a version that compares so with another one',
  params: ['version', ['operator', 'eq'], ['strict', null], ['version_type', null]],
  run: (value, [other, operator, strict, type]) => {
    if (strict !== null && type !== null) throw new Fault("'strict' and 'version_type' exclude each other");
    const kind = type === null ? (isTruthy(strict) ? 'strict' : 'loose') : asText(type);
    return compareVersions(asText(value), asText(other), asText(operator), kind);
  },
};

const url = (description: string, pattern: RegExp): Test => ({
  description,
  params: [['schemes', null]],
  run: (value, [schemes]) => {
    const [, scheme] = pattern.exec(asText(value)) ?? [];
    return scheme !== undefined && (!Array.isArray(schemes) || schemes.includes(scheme));
  },
});

/** Tests of text. */
export const textTests: Table<Test> = {
  match: {
    description: 'a regular expression matches at the start',
    params: flags,
    run: (value, [pattern, ignoreCase, multiline]) => matches(value, pattern, ignoreCase, multiline, true),
  },
  search: {
    description: 'a regular expression matches somewhere',
    params: flags,
    run: (value, [pattern, ignoreCase, multiline]) => matches(value, pattern, ignoreCase, multiline, false),
  },
  regex: {
    description: 'a regular expression matches somewhere, or at the start with match_type',
    params: [...flags, ['match_type', 'search']],
    run: (value, [pattern, ignoreCase, multiline, type]) =>
      matches(value, pattern, ignoreCase, multiline, type === 'match'),
  },
  version,
  version_compare: version,
  url: url('a URL with a host', /^([a-z][a-z\d+.-]*):\/\/[^/\s]+/i),
  uri: {
    description: 'a URI, which any text is; of these schemes when some are given',
    params: [['schemes', null]],
    run: (value, [schemes]) => {
      const scheme = /^([a-z][a-z\d+.-]*):/i.exec(asText(value))?.[1]?.toLowerCase() ?? '';
      return !Array.isArray(schemes) || schemes.length === 0 || schemes.includes(scheme);
    },
  },
  urn: { description: 'a URN', run: (value) => /^urn:[a-z\d][a-z\d-]*:\S+$/i.test(asText(value)) },
};

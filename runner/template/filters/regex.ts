import type { Filter, Table } from '../plugin.ts';
import { allMatches, firstMatch } from '../python/bounded.ts';
import { isTruthy } from '../python/compare.ts';
import { wholeNumber } from '../python/number.ts';
import { regex } from '../python/regex.ts';
import { groupOf, replacer } from '../python/replacement.ts';
import { checkLength } from '../python/size.ts';
import { Fault, type Named, tuple, type Value } from '../python/types.ts';
import { asText } from './read.ts';

function replace(
  value: Value,
  [pattern, replacement, ignoreCase, multiline, count, mandatory]: readonly Value[],
): Value {
  const text = asText(value);
  const expression = regex(asText(pattern), { ignoreCase: isTruthy(ignoreCase), multiline: isTruthy(multiline) });
  const replaceMatch = replacer(asText(replacement));
  const most = wholeNumber(count, 'count');
  let done = 0;
  let last = 0;
  let result = '';
  for (const match of allMatches(expression, text)) {
    if (most > 0 && done === most) break;
    done++;
    result += text.slice(last, match.index) + replaceMatch(match);
    checkLength(result.length);
    last = match.index + match[0].length;
  }
  const least = wholeNumber(mandatory, 'mandatory_count');
  if (least > 0 && done !== least) throw new Fault(`${asText(pattern)} matched ${done} times, not ${least}`);
  return result + text.slice(last);
}

function search(value: Value, [pattern, groups, named]: readonly Value[]): Value {
  const options = named as Named;
  const odd = [...options.keys()].find((name) => name !== 'ignorecase' && name !== 'multiline');
  if (odd !== undefined) throw new Fault(`regex_search has no argument '${odd}'`);
  const match = firstMatch(regex(asText(pattern), flags(options)), asText(value));
  if (!match) return null;
  const wanted = groups as readonly Value[];
  return wanted.length === 0 ? match[0] : wanted.map((group) => groupOf(match, groupName(asText(group))));
}

const flags = (named: Named) => ({
  ignoreCase: isTruthy(named.get('ignorecase') ?? false),
  multiline: isTruthy(named.get('multiline') ?? false),
});

function groupName(text: string): string {
  const [, name, number] = /^\\g<(\w+)>$|^\\(\d+)$/.exec(text) ?? [];
  const group = name ?? number;
  if (group === undefined) throw new Fault(`'${text}' names no group`, { hint: String.raw`write \\1 or \\g<name>` });
  return group;
}

function findAll(value: Value, [pattern, multiline, ignoreCase]: readonly Value[]): Value {
  const expression = regex(asText(pattern), { ignoreCase: isTruthy(ignoreCase), multiline: isTruthy(multiline) });
  return allMatches(expression, asText(value)).map((match) => {
    if (match.length === 1) return match[0];
    return match.length === 2 ? (match[1] ?? '') : tuple(...match.slice(1).map((group) => group ?? ''));
  });
}

function escaped(value: Value, [type]: readonly Value[]): Value {
  const text = asText(value);
  if (type === 'python') return text.replace(/[-\s#$&()*+.?[\\\]^{|}~]/g, '\\$&');
  if (type === 'posix_basic') return text.replace(/[[\].^$*\\]/g, '\\$&');
  throw new Fault(`unknown re_type '${asText(type)}'`, { hint: 'known: python, posix_basic' });
}

/** Filters with Python's regular expressions. */
export const regexFilters: Table<Filter> = {
  regex_replace: {
    description: 'the text with every match replaced; \\1 and \\g<name> stand for groups',
    params: [
      ['pattern', ''],
      ['replacement', ''],
      ['ignorecase', false],
      ['multiline', false],
      ['count', 0],
      ['mandatory_count', 0],
    ],
    run: replace,
  },
  regex_search: {
    description: 'the first match, or the named groups of it; none when nothing matches',
    params: ['regex'],
    rest: true,
    named: true,
    run: search,
  },
  regex_findall: {
    description: 'all matches, or their groups',
    params: ['regex', ['multiline', false], ['ignorecase', false]],
    run: findAll,
  },
  regex_escape: {
    description: 'the text as a regular expression that matches just it',
    params: [['re_type', 'python']],
    run: escaped,
  },
};

import { PlayError } from '../../diagnostics.ts';

/** A regular expression written for Python: leading flags `(?im)`, named groups `(?P<name>…)`, `\A` and `\Z`. */
export function pythonRegex(source: string, flags = ''): RegExp {
  const [leading = '', letters = ''] = /^\(\?([aimsux]+)\)/.exec(source) ?? [];
  const body = source
    .slice(leading.length)
    .replace(/\(\?P<(\w+)>/g, '(?<$1>')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\[AZ]/g, (anchor) => (anchor === '\\A' ? '(?<![\\s\\S])' : '(?![\\s\\S])'));
  const all = new Set([...flags, ...[...letters].filter((letter) => 'ims'.includes(letter))]);
  try {
    return new RegExp(body, [...all].join(''));
  } catch (cause) {
    throw new PlayError({
      code: 'regex',
      message: `"${source}" is no regular expression: ${(cause as Error).message.replace(/^Invalid regular expression: /, '')}`,
      cause,
    });
  }
}

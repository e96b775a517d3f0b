import { wholeNumber } from '../python/number.ts';
import { joinedText } from '../python/size.ts';
import { toText } from '../python/text.ts';
import { Fault, type Named } from '../python/types.ts';

interface Style {
  readonly decoration: string;
  readonly beginning?: string;
  readonly end?: string;
}

const styles: Readonly<Record<string, Style>> = {
  plain: { decoration: '# ' },
  erlang: { decoration: '% ' },
  c: { decoration: '// ' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
};

const options = ['decoration', 'beginning', 'end', 'prefix', 'prefix_count', 'postfix', 'postfix_count', 'newline'];

/** The text as a comment: a decoration before each line, one empty comment line before and after. */
export function comment(text: string, styleName: string, named: Named): string {
  const style = Object.hasOwn(styles, styleName) ? styles[styleName] : undefined;
  if (!style) throw new Fault(`unknown style '${styleName}'`, { hint: `known: ${Object.keys(styles).join(', ')}` });
  const odd = [...named.keys()].find((name) => !options.includes(name));
  if (odd !== undefined)
    throw new Fault(`comment has no argument '${odd}'`, { hint: `it takes: style, ${options.join(', ')}` });
  const option = (name: string, fallback: string) => (named.has(name) ? toText(named.get(name)) : fallback);
  const times = (name: string) => wholeNumber(named.get(name) ?? 1, name);

  const newline = option('newline', '\n');
  const decoration = option('decoration', style.decoration);
  const beginning = option('beginning', style.beginning ?? '');
  const end = option('end', style.end ?? '');
  const lines = [
    ...(beginning === '' ? [] : [beginning]),
    ...edge(option('prefix', decoration.trimEnd()), times('prefix_count')),
    ...text.split(newline).map((line) => (line === '' && text !== '' ? decoration.trimEnd() : decoration + line)),
    ...edge(option('postfix', decoration.trimEnd()), times('postfix_count')),
    ...(end === '' ? [] : [end]),
  ];
  return joinedText(lines, newline);
}

/** Empty comment lines there may be; more is a mistake. */
const maxLines = 10_000;

function edge(line: string, count: number): string[] {
  if (count > maxLines) throw new Fault(`${count} comment lines are too many`, { hint: `at most ${maxLines}` });
  return line === '' ? [] : Array.from({ length: Math.max(0, count) }, () => line);
}

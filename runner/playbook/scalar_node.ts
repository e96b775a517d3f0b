import type { Scalar } from 'yaml';
import type { Diagnostic } from '../diagnostics.ts';
import { Template } from '../template/template.ts';
import type { Value } from '../template/values.ts';
import { plainScalar, readFloat, readInt } from '../template/yaml/scalar.ts';
import { type Lines, locator, placeOf } from './locate.ts';
import type { Node } from './node.ts';

const core = 'tag:yaml.org,2002:';

/** Whether a string scalar is a template: it is text with `{{`, `{%` or `{#` inside. */
export const isTemplateText = (text: string): boolean => /\{[{%#]/.test(text);

/** The value of a scalar, by its tag or as it looks; text with braces becomes a template, unless it is a key or `!unsafe`. */
export function scalarNode(
  lines: Lines,
  scalar: Scalar.Parsed,
  diagnostics: Diagnostic[],
  as: 'value' | 'key' = 'value',
): Node {
  const text = String(scalar.value ?? '');
  const [start, end] = scalar.range;
  const place = placeOf(lines, start, Math.max(end, start + 1));
  const value = taggedValue(scalar, text, place, diagnostics);
  if (typeof value !== 'string') return { value, place };
  const locate = locator(lines, text, contentStart(lines.text, scalar), end, quotes(scalar));
  const unsafe = scalar.tag === '!unsafe' || as === 'key';
  if (unsafe || !isTemplateText(value)) return { value, place, locate };
  return { value: new Template(value, { place, kind: 'yaml', locate }), place, locate };
}

function taggedValue(scalar: Scalar.Parsed, text: string, place: Node['place'], diagnostics: Diagnostic[]): Value {
  const { tag } = scalar;
  if (tag === undefined || tag === `${core}str`) return tag || scalar.type !== 'PLAIN' ? text : plainScalar(text);
  const read = readers[tag];
  if (read === undefined) {
    diagnostics.push(unknownTag(tag, place));
    return null;
  }
  try {
    return read(text);
  } catch {
    diagnostics.push({ code: 'yaml-tag', message: `"${text}" does not fit its tag ${shortTag(tag)}`, place });
    return null;
  }
}

const readers: Readonly<Record<string, (text: string) => Value>> = {
  '!': (text) => text,
  '!unsafe': (text) => text,
  [`${core}int`]: readInt,
  [`${core}float`]: readFloat,
  [`${core}null`]: () => null,
  [`${core}timestamp`]: (text) => text,
  [`${core}bool`]: (text) => {
    const value = plainScalar(text);
    if (typeof value !== 'boolean') throw new TypeError(text);
    return value;
  },
};

const unknownTag = (tag: string, place: Node['place']): Diagnostic =>
  tag === '!vault' || tag === '!vault-encrypted'
    ? {
        code: 'vault',
        message: 'encrypted values (!vault) are not supported yet',
        place,
        hint: 'pass the value with -e @file, or read it with lookup("env", …)',
      }
    : {
        code: 'yaml-tag',
        message: `the tag ${shortTag(tag)} is unknown`,
        place,
        hint: 'quote the text if a leading ! was meant',
      };

const shortTag = (tag: string) => (tag.startsWith(core) ? `!!${tag.slice(core.length)}` : tag);

function quotes({ type }: Scalar.Parsed): 'single' | 'double' | undefined {
  return type === 'QUOTE_DOUBLE' ? 'double' : type === 'QUOTE_SINGLE' ? 'single' : undefined;
}

/** A block scalar's text starts on the line after its `|` or `>`. */
function contentStart(text: string, { type, range: [start] }: Scalar.Parsed): number {
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return text.indexOf('\n', start) + 1;
  return type === 'PLAIN' ? start : start + 1;
}

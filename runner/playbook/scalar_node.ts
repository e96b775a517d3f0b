import type { Diagnostic } from '../diagnostics.ts';
import { Template } from '../template/template.ts';
import type { Value } from '../template/values.ts';
import type { Vaulted } from '../template/vaulted.ts';
import type { YamlScalar } from '../template/yaml/nodes.ts';
import { plainScalar, readFloat, readInt } from '../template/yaml/scalar.ts';
import type { Keyring } from '../vault/keyring.ts';
import { HiddenTemplate, vaulted } from './encrypted.ts';
import { type Lines, locator, placeOf } from './locate.ts';
import type { Node } from './node.ts';

const core = 'tag:yaml.org,2002:';

/** Whether a string scalar is a template: it is text with `{{`, `{%` or `{#` inside. */
export const isTemplateText = (text: string): boolean => /\{[{%#]/.test(text);

/** What reading a scalar needs of the file around it. */
export interface ScalarReader {
  readonly lines: Lines;
  readonly diagnostics: Diagnostic[];
  readonly keyring: Keyring;
  /** The file as a whole was encrypted: what its templates make is secret. */
  readonly encrypted: boolean;
  /** Told of each `!vault` value. */
  readonly onVaulted: () => void;
}

/** The value of a scalar, by its tag or as it looks; text with braces becomes a template, unless it is a key or `!unsafe`. */
export function scalarNode(reader: ScalarReader, scalar: YamlScalar, as: 'value' | 'key' = 'value'): Node {
  const { lines, keyring, encrypted } = reader;
  const { text, start, end } = scalar;
  const place = placeOf(lines, start, Math.max(end, start + 1));
  const value = taggedValue(reader, scalar, place);
  if (typeof value !== 'string') return { value, place };
  const locate = locator(lines, text, contentStart(lines.text, scalar), end, quotes(scalar));
  const unsafe = scalar.tag === '!unsafe' || as === 'key';
  if (unsafe || !isTemplateText(value)) return { value, place, locate };
  const options = { place, kind: 'yaml', locate } as const;
  const template = encrypted ? new HiddenTemplate(value, options, keyring) : new Template(value, options);
  return { value: template, place, locate };
}

function taggedValue(
  { diagnostics, keyring, onVaulted }: ScalarReader,
  { tag, text, style }: YamlScalar,
  place: Node['place'],
): Value | Vaulted {
  if (tag === '!vault' || tag === '!vault-encrypted') {
    onVaulted();
    return vaulted(text, place, keyring, diagnostics);
  }
  if (tag === undefined || tag === `${core}str`) return tag || style !== 'plain' ? text : plainScalar(text);
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

const unknownTag = (tag: string, place: Node['place']): Diagnostic => ({
  code: 'yaml-tag',
  message: `the tag ${shortTag(tag)} is unknown`,
  place,
  hint: 'quote the text if a leading ! was meant',
});

const shortTag = (tag: string) => (tag.startsWith(core) ? `!!${tag.slice(core.length)}` : tag);

const quotes = ({ style }: YamlScalar) => (style === 'double' || style === 'single' ? style : undefined);

/** A block scalar's text starts on the line after its `|` or `>`. */
function contentStart(text: string, { style, start }: YamlScalar): number {
  if (style === 'literal' || style === 'folded') return text.indexOf('\n', start) + 1;
  return style === 'plain' ? start : start + 1;
}

/** A part of a YAML text, whoever parsed it. `start` and `end` are offsets; `end` is that of what is written, without the blanks after it. */
export type YamlNode = YamlScalar | YamlMapping | YamlList | YamlAlias;

interface Spanned {
  readonly start: number;
  readonly end: number;
  readonly anchor?: string | undefined;
}

/** How a scalar is written; what is not there at all is `plain`, too. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** One value. Its text has not been given a type: `yes` is text. */
export interface YamlScalar extends Spanned {
  readonly kind: 'scalar';
  readonly text: string;
  readonly style: ScalarStyle;
  readonly tag?: string | undefined;
}

/** Pairs in their order, the same key twice if it is written twice. */
export interface YamlMapping extends Spanned {
  readonly kind: 'mapping';
  readonly pairs: readonly { readonly key: YamlNode; readonly value: YamlNode | undefined }[];
}

/** Items in their order. */
export interface YamlList extends Spanned {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

/** `*name`. */
export interface YamlAlias extends Spanned {
  readonly kind: 'alias';
  readonly name: string;
}

/** What an example needs around it: files by name, variables, the environment. */
export interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** An expression and the value it gives, as JSON. A test evaluates every one of them. */
export type Example = readonly [expression: string, value: unknown, given?: Given];

/** A parameter that a signature does not show (`combine(…, recursive=true)`): a sentence on it, and its default when it has one. */
export type MoreParameter = string | readonly [description: string, fallback: unknown];

/**
 * What `play doc` says of a filter, test, lookup or function besides the line in its own table. It is kept apart from those so that
 * a run does not load it.
 */
export interface PluginDoc {
  readonly examples: readonly Example[];
  /** A phrase on each parameter of the signature. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Parameters taken besides; `…` stands for any number of them. */
  readonly more?: Readonly<Record<string, MoreParameter>>;
}

export type PluginDocs = Readonly<Record<string, PluginDoc>>;

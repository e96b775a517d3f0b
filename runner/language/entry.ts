/** A parameter as `play doc` shows it. */
export interface EntryParameter {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly default?: unknown;
}

/** An example: an expression with its value, or lines of a playbook. */
export interface EntryExample {
  readonly text: string;
  readonly value?: unknown;
  /** What it needs around it: files, variables, the environment. */
  readonly given?: Readonly<Record<string, unknown>>;
}

/** One thing of the language, whatever its kind: what `play doc` lists, and docs/LANGUAGE.md. */
export interface Entry {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Where it comes from: Jinja, a collection, Play; or what it belongs to. */
  readonly group: string;
  readonly description: string;
  /** How it is written. */
  readonly usage?: string;
  readonly parameters: readonly EntryParameter[];
  readonly examples: readonly EntryExample[];
}

/** Things of the language that have a list of their own. */
export type EntryKind = 'filters' | 'tests' | 'lookups' | 'globals' | 'keywords' | 'codes' | 'deviations';

/** The entry of that name or alias, with or without the collection before it (`ansible.builtin.combine`). */
export function findEntry(entries: readonly Entry[], asked: string): Entry | undefined {
  const own = (entry: Entry) => [entry.name, ...entry.aliases];
  return entries.find(
    (entry) => own(entry).includes(asked) || own(entry).some((name) => `${entry.group}.${name}` === asked),
  );
}

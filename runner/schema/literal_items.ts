/** Parameters as a rule sees them: each may still be a template or unknown. */
export type Params = Readonly<Record<string, unknown>>;

/** The mappings in a list that is written out, with their places; whatever is still to be rendered is passed over. */
export function* literalItems(list: unknown): Generator<{ item: Params; index: number }> {
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries())
    if (typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype)
      yield { item: item as Params, index };
}

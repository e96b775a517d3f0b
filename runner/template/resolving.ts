import { PlayError } from '../diagnostics.ts';

/** Definitions being rendered right now, outermost first. Evaluation is synchronous, so there is only one such list. */
const open: { readonly owner: object; readonly key: string; readonly label: string }[] = [];

/**
 * Renders the definition `key` of `owner`; when that is being rendered already, the circle is an error:
 * `recursive loop: a -> b -> a`.
 */
export function resolving<T>(owner: object, key: string, label: string, render: () => T): T {
  const first = open.findIndex((entry) => entry.key === key && entry.owner === owner);
  if (first !== -1) {
    const circle = [...open.slice(first).map((entry) => entry.label), label];
    throw new PlayError({
      code: 'variable-recursive',
      message: `recursive loop: ${circle.join(' -> ')}`,
      ...(circle.length === 2 ? { hint: 'a variable cannot use its own name: give the new one another' } : {}),
    });
  }
  open.push({ owner, key, label });
  try {
    return render();
  } finally {
    open.pop();
  }
}

import type { Context } from '../../context.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A name for a resource that the template gives none: the stack's, the resource's and twelve letters. Where that is too
 * long, the first two share what is left.
 */
export function generatedName(
  context: Context,
  stackName: string,
  logicalId: string,
  { most, lower = false }: { readonly most: number; readonly lower?: boolean },
): string {
  const letters = [...context.hex(24).matchAll(/../g)].map(
    ([pair]) => alphabet[Number.parseInt(pair, 16) % alphabet.length],
  );
  const room = most - letters.length - 2;
  const half = Math.floor(room / 2);
  const long = stackName.length + logicalId.length > room;
  const parts = long
    ? [
        stackName.slice(0, Math.max(half, room - logicalId.length)),
        logicalId.slice(0, Math.max(half, room - stackName.length)),
      ]
    : [stackName, logicalId];
  const name = [...parts.map((part) => part.replace(/-+$/, '')), letters.join('')].join('-');
  return lower ? name.toLowerCase() : name;
}

import type { Context } from '../../context.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id as IAM makes them: four letters for the kind (`AROA` a role, `AIDA` a user …) and 17 more. */
export function iamId(context: Context, prefix: string): string {
  const digits = context.hex(34);
  const letters = Array.from({ length: 17 }, (_, index) =>
    alphabet.charAt(Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16) % alphabet.length),
  );
  return `${prefix}${letters.join('')}`;
}

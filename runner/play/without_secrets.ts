import type { Diagnostic } from '../diagnostics.ts';
import type { Redactor } from '../engine/redact.ts';

/** Messages quote what is written, and what is written may come out of a vault. */
export function withoutSecrets(
  { code, message, place, hint, level, related }: Diagnostic,
  { redact }: Redactor,
): Diagnostic {
  return {
    code,
    message: redact(message),
    ...(place && { place }),
    ...(hint !== undefined && { hint: redact(hint) }),
    ...(level && { level }),
    ...(related && { related: related.map((each) => ({ ...each, message: redact(each.message) })) }),
  };
}

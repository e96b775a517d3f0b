import type { Diagnostic } from '../diagnostics.ts';

/**
 * One password opens all that is under its label, so of everything that is locked for the same reason the first is told, and how many
 * there are. Nothing of it is told when the password that was to open it could not be had.
 */
export function withoutEchoes(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const hasPassword = !diagnostics.some(({ code }) => code === 'vault-password');
  const counts = new Map<string, number>();
  const kept = diagnostics.filter((diagnostic) => {
    if (diagnostic.code !== 'vault') return true;
    const reason = reasonOf(diagnostic);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return hasPassword && counts.get(reason) === 1;
  });
  return kept.map((diagnostic) => {
    const others = diagnostic.code === 'vault' ? counts.get(reasonOf(diagnostic))! - 1 : 0;
    if (others === 0) return diagnostic;
    const { code, message, place, hint } = diagnostic;
    const what = others === 1 ? 'one other place is' : `${others} other places are`;
    return { code, message, ...(place && { place }), hint: `${hint}; ${what} locked in the same way` };
  });
}

const reasonOf = ({ message }: Diagnostic) => message.slice(message.lastIndexOf(' is encrypted'));

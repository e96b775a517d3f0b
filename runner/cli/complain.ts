import { readFileSync } from 'node:fs';
import { renderDiagnostics } from '../check/render.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { isEncrypted } from '../vault/envelope.ts';

/** Prints diagnostics with their code frames on standard error, and how many they are when they stopped the run. */
export function complain(
  diagnostics: readonly Diagnostic[],
  { color, summary = true }: { color: boolean; summary?: boolean },
): void {
  process.stderr.write(`${renderDiagnostics(diagnostics, { color, readFile })}\n`);
  const count = diagnostics.length === 1 ? '1 mistake' : `${diagnostics.length} mistakes`;
  if (summary) process.stderr.write(`${count}; nothing was touched\n`);
}

function readFile(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    // What stands at a line of the decrypted text is not for the screen, and the encrypted one says nothing.
    return isEncrypted(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

import { explainAwsError, isAwsError } from '../aws/errors.ts';
import { type Diagnostic, PlayError } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';

/** What a thrown error makes of its task. Only errors that are our own fault keep their stack. */
export function failure(error: unknown): { result: Result; error?: Diagnostic } {
  const explained = explain(error);
  if (explained) {
    const result = { ...explained.details, changed: false, failed: true, msg: sentence(explained) };
    return { result, error: diagnosticOf(explained) };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { result: { changed: false, failed: true, msg: `internal error: ${message}`, exception: stack } };
}

/** The plain facts of an error, which reports can pass on and the redactor can look through. */
export function diagnosticOf({ code, message, place, hint }: PlayError): Diagnostic {
  return { code, message, ...(place ? { place } : {}), ...(hint === undefined ? {} : { hint }) };
}

/** The message with its hint, for outputs that have one line for both. */
function sentence({ message, hint }: PlayError): string {
  return hint === undefined ? message : `${message} (${hint})`;
}

function explain(error: unknown): PlayError | undefined {
  if (error instanceof PlayError) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new PlayError({ code: 'interrupted', message: 'interrupted', cause: error });
  }
  if (isAwsError(error)) return new PlayError({ ...explainAwsError(error), cause: error });
  if (error instanceof RangeError && error.message.startsWith('Maximum call stack')) {
    return new PlayError({ code: 'variable-recursive', message: 'a variable refers to itself', cause: error });
  }
  return isSystemError(error) ? new PlayError({ code: error.code, message: error.message, cause: error }) : undefined;
}

/** `ENOENT: no such file …`: the machine refused, which is no fault of ours. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string';
}

import { errorCode } from './errors.ts';

/** Runs `lookup`; the error codes that mean "not there" become `undefined`, every other error is thrown on. */
export async function unlessMissing<T>(
  codes: string | readonly string[],
  lookup: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await lookup();
  } catch (error) {
    if ([codes].flat().includes(errorCode(error))) return undefined;
    throw error;
  }
}

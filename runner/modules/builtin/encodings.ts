import { PlayError } from '../../diagnostics.ts';

/** The encoding that a parameter names by one of Python's names. */
export function encodingOf(written: string): BufferEncoding {
  const name = written
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^iso-8859-1$/, 'latin1')
    .replace('utf-16-le', 'utf16le');
  if (Buffer.isEncoding(name) && !['hex', 'base64', 'base64url', 'binary'].includes(name)) return name;
  throw new PlayError({
    code: 'encoding',
    message: `"${written}" is no encoding that files can be written in`,
    hint: 'known are utf-8, utf-16le, latin1 and ascii',
  });
}

import { PlayError } from '../../diagnostics.ts';

export interface ExpectedChecksum {
  readonly algorithm: string;
  /** Hexadecimal, lower case. */
  readonly value: string;
}

const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

/** What `checksum` says: an algorithm with a value, or with the address of a list that has the value for a file of that name. */
export async function expectedChecksum(
  written: string,
  file: string,
  download: (url: string) => Promise<string>,
): Promise<ExpectedChecksum> {
  const [, algorithm = '', rest = ''] = /^([^:]+):(.*)$/s.exec(written.trim()) ?? [];
  if (!algorithms.includes(algorithm.toLowerCase()))
    throw new PlayError({
      code: 'checksum',
      message: `"${algorithm}" is no checksum that can be computed`,
      hint: `write one of ${algorithms.join(', ')}, a colon and the value`,
    });
  const value = /^(https?|file):\/\//i.test(rest) ? inList(await download(rest), file, rest) : hexadecimal(rest);
  return { algorithm: algorithm.toLowerCase(), value };
}

/** Lists as `sha256sum` writes them, with or without `--tag`; or nothing but one value. */
function inList(list: string, file: string, url: string): string {
  const lines = list.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 1 && /^\s*\S+\s*$/.test(lines[0]!)) return hexadecimal(lines[0]!);
  for (const line of lines) {
    const [, tagged, taggedValue] = /^\w+ \((.*)\) = ([\da-f]+)\s*$/i.exec(line) ?? [];
    const [, value, name] = /^\s*([\da-f]+)\s+\*?(.*?)\s*$/i.exec(line) ?? [];
    if ((tagged ?? name)?.replace(/^\.\//, '') === file) return hexadecimal(taggedValue ?? value!);
  }
  throw new PlayError({
    code: 'checksum',
    message: `${url} holds no checksum for ${file}`,
    hint: `it is no list of checksums, or the file has another name there`,
  });
}

function hexadecimal(text: string): string {
  const value = text.trim().toLowerCase();
  if (/^[\da-f]+$/.test(value)) return value;
  throw new PlayError({
    code: 'checksum',
    message: `"${text.trim()}" is no checksum`,
    hint: 'write hexadecimal digits',
  });
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Checksum of content at hand, in hexadecimal. */
export function checksumOf(content: Buffer, algorithm = 'sha1'): string {
  return createHash(algorithm).update(content).digest('hex');
}

/** Checksum of a file, which may be larger than memory. */
export async function checksumOfFile(path: string, algorithm = 'sha1'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

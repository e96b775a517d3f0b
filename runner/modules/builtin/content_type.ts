import { closeSync, openSync, readSync } from 'node:fs';

export interface ContentType {
  readonly mimetype: string;
  readonly charset: string;
}

/** Beginnings that tell a kind of content, in Latin-1. */
const beginnings: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['%PDF-', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b', 'application/gzip'],
  ['BZh', 'application/x-bzip2'],
  ['\xfd7zXZ\0', 'application/x-xz'],
  ['\x7fELF', 'application/x-executable'],
  ['<?xml', 'text/xml'],
  ['<!DOCTYPE html', 'text/html'],
];

const enough = 4096;

/** The kind of content and its encoding, judged by the first bytes of a file. */
export function contentType(path: string): ContentType {
  const start = firstBytes(path);
  if (start.length === 0) return { mimetype: 'inode/x-empty', charset: 'binary' };
  const text = start.toString('latin1');
  const known = beginnings.find(([beginning]) => text.startsWith(beginning))?.[1];
  const charset = charsetOf(start);
  return { mimetype: known ?? (charset === 'binary' ? 'application/octet-stream' : textType(text)), charset };
}

function textType(text: string): string {
  if (/^#!.*\b(ba|da|k|z)?sh\b/.test(text)) return 'text/x-shellscript';
  return 'text/plain';
}

function charsetOf(bytes: Buffer): string {
  if (bytes.includes(0)) return 'binary';
  if (bytes.every((byte) => byte < 0x80)) return 'us-ascii';
  const text = bytes.toString('utf8');
  // The last character may be cut in two where reading stopped.
  const cut = bytes.length === enough ? text.replace(/\ufffd{0,3}$/, '') : text;
  return cut.includes('\ufffd') ? 'iso-8859-1' : 'utf-8';
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(enough);
    return buffer.subarray(0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PlayError } from '../../diagnostics.ts';

/** What the directory of a zip archive tells of one thing in it (APPNOTE.TXT, sections 4.3.12 and 4.5). */
export interface ZipEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'link';
  readonly size: number;
  readonly crc: number;
  /** Permission bits; undefined when it was made on a system that has none. */
  readonly mode: number | undefined;
  readonly modified: number;
}

const endLength = 22;
const longestComment = 65_535;

/** The directory of a zip archive, which stands at its end. */
export function zipEntries(path: string): ZipEntry[] {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const read = (start: number, length: number) => {
      const buffer = Buffer.alloc(length);
      if (start < 0 || readSync(file, buffer, 0, length, start) !== length) throw broken(path);
      return buffer;
    };
    const tailLength = Math.min(size, endLength + longestComment);
    const tail = read(size - tailLength, tailLength);
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06'));
    if (end < 0 || end + endLength > tail.length) throw broken(path);
    return entriesIn(read(...directoryOf(tail, end, read)), path);
  } catch (error) {
    if (error instanceof RangeError) throw broken(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Where the directory stands; large archives say it in a second, wider end. */
function directoryOf(tail: Buffer, end: number, read: (start: number, length: number) => Buffer): [number, number] {
  const [length, start] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (start !== 0xffffffff && length !== 0xffffffff) return [start, length];
  const wide = read(Number(tail.readBigUInt64LE(end - 20 + 8)), 56);
  return [Number(wide.readBigUInt64LE(48)), Number(wide.readBigUInt64LE(40))];
}

function entriesIn(directory: Buffer, path: string): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw broken(path);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset));
    entries.push(entryAt(directory, at, nameLength!, extraLength!));
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return entries;
}

function entryAt(directory: Buffer, at: number, nameLength: number, extraLength: number): ZipEntry {
  const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const madeOnUnix = directory[at + 5] === 3;
  const bits = madeOnUnix ? directory.readUInt16LE(at + 40) : undefined;
  const isLink = bits !== undefined && (bits & 0o170000) === 0o120000;
  return {
    name,
    kind: name.endsWith('/') ? 'folder' : isLink ? 'link' : 'file',
    size: sizeOf(directory.readUInt32LE(at + 24), extra),
    crc: directory.readUInt32LE(at + 16),
    mode: bits === undefined || bits === 0 ? undefined : bits & 0o777,
    modified: timeOf(directory.readUInt16LE(at + 12), directory.readUInt16LE(at + 14), extra),
  };
}

function sizeOf(size: number, extra: Buffer): number {
  const wide = size === 0xffffffff ? field(extra, 0x0001) : undefined;
  return wide ? Number(wide.readBigUInt64LE(0)) : size;
}

/** Seconds since 1970 where the archive has them, otherwise local time in steps of two seconds. */
function timeOf(time: number, date: number, extra: Buffer): number {
  const exact = field(extra, 0x5455);
  if (exact && exact.length >= 5 && (exact[0]! & 1) === 1) return exact.readInt32LE(1) * 1000;
  const day = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31] as const;
  return new Date(...day, time >> 11, (time >> 5) & 63, (time & 31) * 2).getTime();
}

function field(extra: Buffer, id: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  return undefined;
}

const broken = (path: string) =>
  new PlayError({ code: 'archive', message: `${path} is no complete zip archive`, hint: 'fetch or make it again' });

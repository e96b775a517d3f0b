import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import { type Dict, dictEntries, isDict, toText } from '../../template/values.ts';
import { jsonText } from './json_text.ts';

export type BodyFormat = 'raw' | 'json' | 'form-urlencoded' | 'form-multipart';

export interface EncodedBody {
  readonly content: Buffer;
  /** The content type that goes with it, when the format has one. */
  readonly type?: string;
}

/** Encodes `body` for sending. Text is taken as encoded already. */
export function encodeBody(
  body: unknown,
  format: BodyFormat,
  findFile: (name: string) => string,
): EncodedBody | undefined {
  if (body === undefined || body === null) return undefined;
  switch (format) {
    case 'json':
      return { content: Buffer.from(typeof body === 'string' ? body : jsonText(body)), type: 'application/json' };
    case 'form-urlencoded':
      return { content: Buffer.from(formEncoded(body)), type: 'application/x-www-form-urlencoded' };
    case 'form-multipart':
      return multipart(body, findFile);
    case 'raw':
      return {
        content: Buffer.from(
          typeof body === 'string' ? body : isDict(body) || Array.isArray(body) ? jsonText(body) : toText(body),
        ),
      };
  }
}

function formEncoded(body: unknown): string {
  if (typeof body === 'string') return body;
  const form = new URLSearchParams();
  for (const [name, value] of pairs(body))
    for (const each of Array.isArray(value) ? value : [value]) form.append(toText(name), toText(each));
  return form.toString();
}

function pairs(body: unknown): readonly (readonly unknown[])[] {
  if (isDict(body)) return dictEntries(body);
  if (Array.isArray(body) && body.every((pair) => Array.isArray(pair) && pair.length === 2)) return body;
  throw unfit('form-urlencoded', 'a dictionary, or a list of [name, value]');
}

/** RFC 7578: one part per field; a dictionary is a part with its own content, file name and type. */
function multipart(body: unknown, findFile: (name: string) => string): EncodedBody {
  if (!isDict(body)) throw unfit('form-multipart', 'a dictionary');
  const boundary = `play-${randomBytes(16).toString('hex')}`;
  const parts = dictEntries(body).flatMap(([name, value]) => [
    Buffer.from(`--${boundary}\r\n`),
    part(toText(name), value, findFile),
    Buffer.from('\r\n'),
  ]);
  const content = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return { content, type: `multipart/form-data; boundary=${boundary}` };
}

function part(name: string, value: unknown, findFile: (name: string) => string): Buffer {
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`;
  if (!isDict(value)) return Buffer.from(`${disposition}\r\n\r\n${toText(value)}`);
  const field: Record<string, unknown> = Object.fromEntries(
    dictEntries(value as Dict).map(([key, each]) => [toText(key), each]),
  );
  const filename = field['filename'] === undefined ? undefined : toText(field['filename']);
  const content =
    field['content'] === undefined ? readFileSync(findFile(filename ?? '')) : Buffer.from(toText(field['content']));
  const type = field['mime_type'] === undefined ? 'application/octet-stream' : toText(field['mime_type']);
  const file = filename === undefined ? '' : `; filename="${quoted(basename(filename))}"`;
  return Buffer.concat([Buffer.from(`${disposition}${file}\r\nContent-Type: ${type}\r\n\r\n`), content]);
}

const quoted = (text: string) => text.replace(/"/g, '%22').replace(/\r?\n/g, '%0A');

function unfit(format: string, wanted: string): PlayError {
  return new PlayError({
    code: 'uri-body',
    message: `"body" must be ${wanted} for body_format ${format}`,
    hint: 'change "body" or "body_format"',
  });
}

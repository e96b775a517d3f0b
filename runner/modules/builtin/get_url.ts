import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getUrlSchema } from '../../../schemas/get_url.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, type Unknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { checksumOf, checksumOfFile } from './checksums.ts';
import { type Fetched, fetchFile, fileName, lastPart, reason } from './download.ts';
import { type ExpectedChecksum, expectedChecksum } from './expected_checksum.ts';
import { attributesOf } from './http_options.ts';
import { lookAt } from './look_at.ts';
import { absolutePath } from './paths.ts';
import { placeFile } from './place_file.ts';

type Params = Infer<typeof getUrlSchema>;

/** Downloads a file (Ansible: `ansible.builtin.get_url`). Check mode asks the server with HEAD only. */
export const getUrl = action({
  name: 'get_url',
  schema: getUrlSchema,
  check: 'predicts',
  async run(params, context) {
    if (containsUnknown(params)) return { changed: true, dest: params.dest, url: params.url, msg: unknown };
    const began = Date.now();
    const result = await download(params, context);
    return { url: params.url, ...result, elapsed: Math.floor((Date.now() - began) / 1000) };
  },
});

async function download(params: Params, context: ActionContext): Promise<Result> {
  const dest = absolutePath(params.dest, context);
  const isFolder = lookAt(dest)?.isDirectory() ?? false;
  const expected = params.checksum === '' ? undefined : await wanted(params, context);
  const there = !isFolder && lookAt(dest)?.isFile();
  const right = there && expected ? (await checksumOfFile(dest, expected.algorithm)) === expected.value : undefined;
  if (right && !params.force) return attributesOnly(dest, 'file already exists', params, context);

  const since = there && !params.force && right !== false ? lookAt(dest)!.mtime.toUTCString() : undefined;
  const method = context.check ? 'HEAD' : 'GET';
  const answer = await fetchFile(params.url, params, context, { method, since });
  if (answer instanceof Error) return { changed: false, failed: true, dest, msg: `Request failed: ${reason(answer)}` };
  const { status } = answer;
  if (status === 304) {
    const msg = 'HTTP Error 304: Not Modified';
    return { ...(await attributesOnly(dest, msg, params, context)), status_code: status };
  }
  if (status !== undefined && status !== 200) {
    const response = `HTTP Error ${status}: ${answer.reason}`;
    return { changed: false, failed: true, dest, msg: 'Request failed', response, status_code: status };
  }
  const path = isFolder ? join(dest, fileName(answer, params.url)) : dest;
  return { ...(await placed(path, answer, expected, params, context)), status_code: status ?? null };
}

async function wanted(params: Params, context: ActionContext): Promise<ExpectedChecksum> {
  const file = lastPart(params.url);
  return expectedChecksum(params.checksum, file, async (url) => {
    const answer = await fetchFile(url, params, context);
    const problem =
      answer instanceof Error ? reason(answer) : (answer.status ?? 200) === 200 ? undefined : `status ${answer.status}`;
    if (problem === undefined) return (answer as Fetched).body.toString('utf8');
    throw new PlayError({
      code: 'checksum',
      message: `cannot download the list of checksums ${url}: ${problem}`,
      hint: 'check "checksum"',
    });
  });
}

async function placed(
  path: string,
  { body }: Fetched,
  expected: ExpectedChecksum | undefined,
  params: Params,
  context: ActionContext,
): Promise<Result> {
  refuseNoFolder(path, context);
  const before = lookAt(path)?.isFile() ? await checksumOfFile(path) : null;
  const known = !context.check || params.url.toLowerCase().startsWith('file:');
  const found = known && expected ? checksumOf(body, expected.algorithm) : undefined;
  if (expected && found !== undefined && found !== expected.value)
    return {
      changed: false,
      failed: true,
      dest: path,
      msg: `The checksum for ${path} did not match ${expected.value}; it was ${found}.`,
    };
  // HEAD tells nothing of the content: it is taken for new, as Ansible takes it.
  const content: Buffer | Unknown = known ? body : unknown;
  const { backup, unsafe_writes } = params;
  const replacement = { backup, unsafe_writes, follow: true, ...attributesOf(params) };
  const result = await placeFile({ content, dest: path, origin: params.url, params: replacement }, context);
  const { checksum, ...rest } = result;
  const size = known ? `${body.length} bytes` : 'not downloaded in check mode';
  return { ...rest, src: params.url, checksum_src: checksum, checksum_dest: before, msg: `OK (${size})` };
}

function refuseNoFolder(path: string, { check }: ActionContext): void {
  const folder = path.endsWith('/') ? path.slice(0, -1) : dirname(path);
  // Under check mode the task before may be what makes it.
  if (check || (!path.endsWith('/') && lookAt(folder))) return;
  throw new PlayError({
    code: 'no-folder',
    message: `Destination ${folder} does not exist`,
    hint: 'make it first with `file: { state: directory }`',
  });
}

/** The file is the right one: only its attributes may have to change. */
async function attributesOnly(path: string, msg: string, params: Params, context: ActionContext): Promise<Result> {
  const placement = {
    content: readFileSync(path),
    dest: path,
    origin: path,
    params: { follow: true, ...attributesOf(params) },
  };
  const { checksum: _, md5sum: __, ...result } = await placeFile(placement, context);
  const attributes = msg === 'file already exists' && result['changed'] ? `${msg} but file attributes changed` : msg;
  return { ...result, msg: attributes };
}

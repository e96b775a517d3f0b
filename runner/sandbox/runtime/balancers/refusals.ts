import type { Asked } from './asked.ts';

const LONGEST_TARGET = 16 * 1024;
const LONGEST_HEADER = 16 * 1024;
const MOST_ADDRESSES = 30;

/**
 * The status with which a load balancer refuses a request before any rule is looked at; undefined when it takes it (User
 * guide: troubleshoot your load balancers). Node's parser has refused what is malformed or has two lengths before.
 */
export function refusalOf({ method, path, query, headers }: Asked): number | undefined {
  if (method === 'TRACE') return 405;
  if (path.length + query.length > LONGEST_TARGET) return 414;
  if (Object.values(headers).some((values) => values?.some(({ length }) => length > LONGEST_HEADER))) return 400;
  const encodings = (headers['transfer-encoding'] ?? []).flatMap((value) => value.split(','));
  if (encodings.some((encoding) => encoding.trim().toLowerCase() !== 'chunked')) return 501;
  // Two that agree may be read as one list by whoever comes next.
  if ((headers['content-length']?.length ?? 0) > 1 || (headers['host']?.length ?? 0) > 1) return 400;
  if (encodings.length > 0 && headers['content-length']) return 400;
  const addresses = (headers['x-forwarded-for'] ?? []).flatMap((value) => value.split(','));
  return addresses.length > MOST_ADDRESSES ? 463 : undefined;
}

import { createTwoFilesPatch } from 'diff';
import type { Result } from '../module.ts';

/** Longer files are not shown; nobody reads that, and comparing lines takes its time. */
const limit = 104_448;

/** The difference of two contents, with the keys of Ansible's diffs and as unified text in `prepared`. */
export function contentDiff(
  { content: before, name: beforeName }: { content: Buffer | undefined; name: string },
  { content: after, name: afterName }: { content: Buffer; name: string },
): Result {
  const headers = { before_header: beforeName, after_header: afterName };
  const hidden = notShown(before, beforeName) ?? notShown(after, afterName);
  if (hidden) return { ...headers, prepared: `${hidden}\n` };
  const texts = { before: before?.toString('utf8') ?? '', after: after.toString('utf8') };
  const patch = createTwoFilesPatch(`before: ${beforeName}`, `after: ${afterName}`, texts.before, texts.after);
  return { ...headers, ...texts, prepared: patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*)\t$/gm, '$1 $2') };
}

function notShown(content: Buffer | undefined, name: string): string | undefined {
  if (content && content.length > limit) return `${name} is longer than ${limit} bytes and not shown`;
  return content?.subarray(0, 8192).includes(0) ? `${name} is binary and not shown` : undefined;
}

import { realpathSync } from 'node:fs';
import { basename, normalize } from 'node:path';
import { findSchema } from '../../../schemas/find.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { checksumOfFile } from './checksums.ts';
import { fileStats } from './file_stats.ts';
import { criteria } from './find_criteria.ts';
import { entriesBelow } from './find_entries.ts';
import { lookAt } from './look_at.ts';
import { absolutePath } from './paths.ts';

type Params = Infer<typeof findSchema>;

/** Lists files by name, kind, age, size and content (Ansible: `ansible.builtin.find`). */
export const find = action({
  name: 'find',
  schema: findSchema,
  check: 'runs',
  pure: true,
  async run(params, context) {
    if (containsUnknown(params))
      return { changed: false, files: unknown, matched: unknown, examined: unknown, msg: '', skipped_paths: {} };
    const skipped_paths: Record<string, string> = {};
    const skip = (path: string, reason: string) => {
      skipped_paths[path] = reason;
      context.warn(`Skipped '${path}' path due to this access issue: ${reason}`);
    };
    const files: Result[] = [];
    let examined = 0;
    for (const path of params.paths) examined += await search(path, { params, context, files, skip });
    const all = Object.keys(skipped_paths).length === 0;
    const msg = all ? 'All paths examined' : 'Not all paths examined, check warnings for details';
    return { changed: false, files, matched: files.length, examined, msg, skipped_paths };
  },
});

interface Search {
  readonly params: Params;
  readonly context: ActionContext;
  readonly files: Result[];
  readonly skip: (path: string, reason: string) => void;
}

/** Adds what is found below one path, and says how many files were looked at. */
async function search(written: string, { params, context, files, skip }: Search): Promise<number> {
  const path = normalize(absolutePath(written, context));
  if (!lookAt(path)?.isDirectory()) {
    skip(path, `'${path}' is not a directory`);
    return 0;
  }
  const holds = criteria(params, Date.now());
  const below = { depth: params.recurse ? (params.depth ?? Number.POSITIVE_INFINITY) : 1, follow: params.follow, skip };
  let examined = 0;
  for (const entry of entriesBelow(path, below, new Set([realpathSync(path)]))) {
    examined += 1;
    context.signal.throwIfAborted();
    if (!holds(entry.path, basename(entry.path), entry.stats)) continue;
    const sum = params.get_checksum && entry.stats.isFile() ? { checksum: await checksumOfFile(entry.path) } : {};
    files.push({ path: entry.path, ...fileStats(entry.stats), ...sum });
  }
  return examined;
}

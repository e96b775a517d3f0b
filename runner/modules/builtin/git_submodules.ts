import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clone } from './git_clone.ts';

/** Brings submodules to the commits that the version records; says whether that changed anything. */
export async function updateSubmodules({ git, dest, params }: Clone): Promise<boolean> {
  if (params.bare || !params.recursive || !existsSync(join(dest, '.gitmodules'))) return false;
  const here = git.in(dest);
  const before = await here.ask('submodule', 'status', '--recursive');
  await here.ask('submodule', 'sync', '--recursive');
  await here.ask(
    'submodule',
    'update',
    '--init',
    '--recursive',
    ...(params.track_submodules ? ['--remote'] : []),
    ...(params.force ? ['--force'] : []),
  );
  return before !== (await here.ask('submodule', 'status', '--recursive'));
}

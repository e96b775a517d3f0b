import { dirname } from 'node:path';
import type { ActionContext } from '../module.ts';
import type { Git, GitParams } from './git_program.ts';
import { noSuchVersion, type RemoteVersion } from './git_remote.ts';
import { makeFolders } from './make_folders.ts';
import { absolutePath } from './paths.ts';

/** A clone that is there or to be made, and what it shall be at. */
export interface Clone {
  readonly git: Git;
  readonly repo: string;
  readonly dest: string;
  readonly params: GitParams;
  readonly context: ActionContext;
  readonly wanted: RemoteVersion;
}

/** Makes the clone; its working tree is at the wanted version when it is a branch or a tag. */
export async function makeClone({ git, repo, dest, params, context, wanted }: Clone): Promise<void> {
  const { bare, remote, reference, separate_git_dir, single_branch, depth } = params;
  const named = wanted.kind !== 'commit';
  if (depth !== undefined && !named && params.refspec === undefined)
    context.warn(
      `depth is left out: ${wanted.name} is a commit, and only branches and tags can be fetched by themselves`,
    );
  const shallow = depth !== undefined && (named || params.refspec !== undefined);
  makeFolders(dirname(dest), {}, false);
  await git.ask(
    'clone',
    ...(bare ? ['--bare'] : ['--origin', remote]),
    ...(shallow ? ['--depth', String(depth)] : []),
    ...(single_branch ? ['--single-branch'] : []),
    ...(named ? ['--branch', wanted.name] : []),
    ...(reference === undefined ? [] : ['--reference', reference]),
    ...(separate_git_dir === undefined ? [] : [`--separate-git-dir=${absolutePath(separate_git_dir, context)}`]),
    '--',
    repo,
    dest,
  );
  if (bare && remote !== 'origin') await git.in(dest).ask('remote', 'rename', 'origin', remote);
  if (params.refspec !== undefined) await fetchInto({ git, repo, dest, params, context, wanted });
}

/** Fetches what the wanted version needs, and unless the clone is a shallow one all else that is new. */
export async function fetchInto({ git, dest, params, wanted }: Clone): Promise<void> {
  const { bare, remote, depth, force, single_branch, refspec } = params;
  const { kind, name } = wanted;
  const narrow = (depth !== undefined && kind !== 'commit') || single_branch;
  const own =
    kind === 'branch'
      ? [bare ? `+refs/heads/${name}:refs/heads/${name}` : `+refs/heads/${name}:refs/remotes/${remote}/${name}`]
      : kind === 'tag'
        ? [`+refs/tags/${name}:refs/tags/${name}`]
        : [];
  const all = bare ? ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'] : ['--tags'];
  const further = refspec === undefined ? [] : [refspec];
  const options = [
    ...(depth !== undefined && kind !== 'commit' ? ['--depth', String(depth)] : []),
    ...(force ? ['--force'] : []),
    ...(bare ? ['--update-head-ok'] : []),
  ];
  const run = (...args: string[]) => git.in(dest).ask('fetch', ...options, ...args);
  if (narrow) {
    await run(remote, ...own, ...further);
    return;
  }
  if (bare) await run(remote, ...all, ...further);
  else {
    // Without references of its own, a fetch heeds what the clone is set up to fetch.
    await run(...all, remote);
    if (own.length + further.length > 0) await run(remote, ...own, ...further);
  }
}

/** Brings the working tree to the wanted version: a branch is followed, a tag or commit stands by itself. */
export async function checkOut({ git, repo, dest, params, wanted }: Clone): Promise<void> {
  if (params.bare) return;
  const here = git.in(dest);
  const { kind, name, commit } = wanted;
  // A repository without any commit has nothing to check out.
  if (name === 'HEAD' && commit === undefined) return;
  if (kind !== 'branch') {
    const found = await here.tell('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
    if (found.code !== 0) throw noSuchVersion(name, repo);
    await here.ask('checkout', '--force', '--detach', `${name}^{commit}`);
    return;
  }
  const tracked = `refs/remotes/${params.remote}/${name}`;
  const local = await here.tell('show-ref', '--verify', '--quiet', `refs/heads/${name}`);
  if (local.code === 0) {
    await here.ask('checkout', '--force', name, '--');
    await here.ask('reset', '--hard', tracked, '--');
    return;
  }
  await here.ask('checkout', '--force', '--no-track', '-b', name, tracked);
  // A clone of a single branch is not set up to follow another, which it does well enough without.
  await here.tell('branch', `--set-upstream-to=${params.remote}/${name}`, name);
}

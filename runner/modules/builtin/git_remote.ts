import { PlayError } from '../../diagnostics.ts';
import type { Git } from './git_program.ts';

/** What `version` means in the repository it comes from. */
export interface RemoteVersion {
  readonly kind: 'branch' | 'tag' | 'commit';
  /** Name of the branch or tag; the commit as it is written. */
  readonly name: string;
  /** The commit; undefined when only a clone can tell. */
  readonly commit: string | undefined;
}

/** Asks the repository, without cloning it, which commit a version is now. */
export async function remoteVersion(git: Git, repo: string, version: string): Promise<RemoteVersion> {
  const names = ['HEAD', `refs/heads/${version}`, `refs/tags/${version}`, `refs/tags/${version}^{}`];
  const refs = await git.ask('ls-remote', '--symref', '--', repo, ...names);
  const commitOf = (name: string) => new RegExp(`^([\\da-f]{40,64})\\t${escaped(name)}$`, 'm').exec(refs)?.[1];
  if (version === 'HEAD') {
    const branch = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(refs)?.[1];
    const commit = commitOf('HEAD');
    return branch === undefined
      ? { kind: 'commit', name: commit ?? 'HEAD', commit }
      : { kind: 'branch', name: branch, commit };
  }
  const branch = commitOf(`refs/heads/${version}`);
  if (branch !== undefined) return { kind: 'branch', name: version, commit: branch };
  const tag = commitOf(`refs/tags/${version}^{}`) ?? commitOf(`refs/tags/${version}`);
  if (tag !== undefined) return { kind: 'tag', name: version, commit: tag };
  return { kind: 'commit', name: version, commit: isWhole(version) ? version : undefined };
}

const isWhole = (version: string) => /^([\da-f]{40}|[\da-f]{64})$/.test(version);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A version that neither the repository nor the clone knows. */
export const noSuchVersion = (version: string, repo: string) =>
  new PlayError({
    code: 'git-version',
    message: `${repo} has no branch, tag or commit "${version}"`,
    hint: `git ls-remote ${repo} shows the branches and tags; further references are fetched with "refspec"`,
  });

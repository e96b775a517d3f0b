import { execa } from 'execa';
import type { ActionContext } from '../module.ts';

/** Key of the OCI image specification for where an image comes from. */
export const revisionLabel = 'org.opencontainers.image.revision';

/**
 * The git commit of a build context; undefined outside of a repository, without git, and when files of the folder differ from
 * the commit or are not in it (those that git ignores aside), so that a label with it can be believed.
 */
export async function sourceRevision(
  folder: string,
  { environment, signal }: ActionContext,
): Promise<string | undefined> {
  const git = async (...words: string[]) => {
    const options = { env: { ...environment, GIT_OPTIONAL_LOCKS: '0' }, extendEnv: false, reject: false } as const;
    const { exitCode, stdout } = await execa('git', words, { ...options, cwd: folder, cancelSignal: signal });
    return exitCode === 0 ? stdout.trim() : undefined;
  };
  if ((await git('status', '--porcelain', '--', '.')) !== '') return undefined;
  const revision = await git('rev-parse', '--verify', 'HEAD');
  signal.throwIfAborted();
  return revision && /^[0-9a-f]{40,64}$/.test(revision) ? revision : undefined;
}

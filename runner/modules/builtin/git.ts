import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gitSchema } from '../../../schemas/git.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { packArchive } from './git_archive.ts';
import { type Clone, checkOut, fetchInto, makeClone } from './git_clone.ts';
import { type Git, type GitParams, gitProgram } from './git_program.ts';
import { remoteVersion } from './git_remote.ts';
import { verifySignature } from './git_signature.ts';
import { updateSubmodules } from './git_submodules.ts';
import { absolutePath } from './paths.ts';

/** Clones a repository and keeps the clone at a version (Ansible: `ansible.builtin.git`). */
export const git = action({
  name: 'git',
  schema: gitSchema,
  check: 'predicts',
  async run(params, context) {
    if (containsUnknown(params)) return { changed: true, before: null, after: unknown };
    const program = gitProgram(params, context, context.playbookDir);
    const repo = /^[~/]/.test(params.repo) ? absolutePath(params.repo, context) : params.repo;
    const dest = destinationOf(params, context);
    const isThere = dest !== undefined && isRepository(dest, params.bare);
    const before = isThere ? await headOf(program.in(dest)) : null;
    if (isThere && !params.update) return untouched(program, repo, { dest, before, params, context });

    const wanted = await remoteVersion(program, repo, params.version);
    if (!isThere && (context.check || !params.clone || dest === undefined))
      return { changed: true, before, after: wanted.commit ?? unknown };
    const clone: Clone = { git: program, repo, dest: dest!, params, context, wanted };
    return isThere ? update(clone, before) : fresh(clone);
  },
});

function destinationOf({ dest, clone }: GitParams, context: ActionContext): string | undefined {
  if (dest !== undefined) return absolutePath(dest, context).replace(/(?!^)\/+$/, '');
  if (!clone) return undefined;
  throw new PlayError({
    code: 'git-parameters',
    message: 'nothing says where the clone goes',
    hint: 'give "dest", or set clone: false to learn the version only',
  });
}

/** A folder inside another clone is no clone itself. */
const isRepository = (dest: string, bare: boolean) =>
  bare ? existsSync(join(dest, 'HEAD')) && existsSync(join(dest, 'config')) : existsSync(join(dest, '.git'));

/** Undefined as null: a repository may have no commit yet. */
async function headOf(here: Git): Promise<string | null> {
  const { code, stdout } = await here.tell('rev-parse', '--verify', '--quiet', 'HEAD');
  return code === 0 ? stdout.trim() : null;
}

async function untouched(
  program: Git,
  repo: string,
  { dest, before, params, context }: { dest: string; before: string | null; params: GitParams; context: ActionContext },
): Promise<Result> {
  const wanted = { kind: 'commit', name: 'HEAD', commit: before ?? undefined } as const;
  const archive = await packArchive({ git: program, repo, dest, params, context, wanted });
  return { changed: archive['changed'] === true, before, after: before };
}

async function fresh(clone: Clone): Promise<Result> {
  await makeClone(clone);
  return { ...(await finish(clone)), changed: true, before: null };
}

/** Brings a clone that is there to the version; modified files are kept from being lost. */
async function update(clone: Clone, before: string | null): Promise<Result> {
  const { git: program, repo, dest, params, context, wanted } = clone;
  const here = program.in(dest);
  const modified = !params.bare && (await isModified(here, params));
  if (modified && !params.force) return { ...isModifiedError(dest), before };
  const msg = modified ? { msg: `Local modifications exist in the destination: ${dest}` } : {};
  const remote_url_changed = (await remoteUrl(here, params.remote)) !== repo;
  if (context.check) {
    const after = wanted.commit ?? (await resolved(here, wanted.name)) ?? unknown;
    return { changed: modified || remote_url_changed || before !== after, before, after, remote_url_changed, ...msg };
  }
  if (remote_url_changed) await here.ask('remote', 'set-url', params.remote, repo);
  if (modified) await here.ask('reset', '--hard', 'HEAD', '--');
  if (wanted.kind !== 'commit' || !(await resolved(here, wanted.name))) await fetchInto(clone);
  const done = await finish(clone);
  const changed = done['changed'] === true || modified || remote_url_changed || before !== done['after'];
  return { ...done, changed, before, remote_url_changed, ...msg };
}

async function finish(clone: Clone): Promise<Result> {
  await checkOut(clone);
  await verifySignature(clone);
  const submodules = await updateSubmodules(clone);
  const after = await headOf(clone.git.in(clone.dest));
  const archive = await packArchive(clone);
  return { changed: submodules || archive['changed'] === true, after, ...(submodules && { submodules_changed: true }) };
}

/** Files that git does not know are nobody's modification; submodules are brought to their commit anyway. */
async function isModified(here: Git, { recursive }: GitParams): Promise<boolean> {
  const ignored = `--ignore-submodules=${recursive ? 'all' : 'dirty'}`;
  return (await here.ask('status', '--porcelain', '--untracked-files=no', ignored)) !== '';
}

const isModifiedError = (dest: string): Result => ({
  changed: false,
  failed: true,
  msg: `Local modifications exist in the destination: ${dest} (force=no).`,
});

async function remoteUrl(here: Git, remote: string): Promise<string> {
  const { code, stdout } = await here.tell('remote', 'get-url', remote);
  if (code === 0) return stdout.trim();
  throw new PlayError({
    code: 'git-remote',
    message: `the clone has no remote "${remote}"`,
    hint: 'correct "remote", or add it with git remote add',
  });
}

/** The commit of a version, if the clone has it; a version such as `origin/main` may move. */
async function resolved(here: Git, version: string): Promise<string | undefined> {
  if (!/^[\da-f]{4,64}$/.test(version)) return undefined;
  const { code, stdout } = await here.tell('rev-parse', '--verify', '--quiet', `${version}^{commit}`);
  return code === 0 ? stdout.trim() : undefined;
}

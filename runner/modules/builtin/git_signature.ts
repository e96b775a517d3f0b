import { PlayError } from '../../diagnostics.ts';
import type { Clone } from './git_clone.ts';

/** Refuses a version that is not signed, or not by one of those who may. */
export async function verifySignature({ git, dest, params, wanted }: Clone): Promise<void> {
  if (!params.verify_commit) return;
  const here = git.in(dest);
  const object = wanted.kind === 'tag' ? await here.ask('cat-file', '-t', wanted.name) : 'commit';
  const { code, stdout, stderr } = await here.tell(
    object === 'tag' ? 'verify-tag' : 'verify-commit',
    '--raw',
    object === 'tag' ? wanted.name : 'HEAD',
  );
  const refuse = (message: string, hint: string) => {
    throw new PlayError({ code: 'git-signature', message, hint });
  };
  if (code !== 0)
    refuse(
      `${wanted.name} has no valid signature: ${stderr.trim() || 'it is not signed'}`,
      'import the public key of who signs, or take "verify_commit" off',
    );
  const allowed = params.gpg_whitelist.map((each) => each.toUpperCase());
  const signers = [...`${stdout}\n${stderr}`.matchAll(/VALIDSIG ([\dA-F]+)(?:.* ([\dA-F]{16,}))?$/gm)].flatMap(
    (found) => found.slice(1).filter(Boolean),
  );
  if (allowed.length > 0 && !signers.some((signer) => allowed.some((each) => signer.endsWith(each))))
    refuse(`${wanted.name} is signed by ${signers[0] ?? 'someone else'}`, 'only those in "gpg_whitelist" may sign it');
}

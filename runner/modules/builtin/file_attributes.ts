import { chmodSync, chownSync, lchownSync, lstatSync, statSync } from 'node:fs';
import { PlayError } from '../../diagnostics.ts';
import { accountId, accountName } from './accounts.ts';
import { modeBits, modeText, type WrittenMode } from './file_mode.ts';

/** The parameters that `schemas/parts/file_attributes.ts` declares. */
export interface AttributeParams {
  readonly mode?: WrittenMode;
  readonly owner?: string;
  readonly group?: string;
}

/** Permissions and owners as the file system keeps them. */
export interface Attributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The attributes of what a path names; those of a link itself unless it is followed. */
export function attributesOf(path: string, follow = false): Attributes {
  const { mode, uid, gid } = follow ? statSync(path) : lstatSync(path);
  return { mode: mode & 0o7777, uid, gid };
}

/** What the parameters make of the attributes a file has, or would be made with. */
export function wantedAttributes(params: AttributeParams, now: Attributes, isDirectory: boolean): Attributes {
  return {
    mode: params.mode === undefined ? now.mode : modeBits(params.mode, now.mode, isDirectory),
    uid: params.owner === undefined ? now.uid : idOf('user', params.owner),
    gid: params.group === undefined ? now.gid : idOf('group', params.group),
  };
}

/** Sets what differs; a link gets owners only, since links have no permissions. */
export function setAttributes(path: string, now: Attributes, want: Attributes, isLink = false): void {
  if (want.uid !== now.uid || want.gid !== now.gid)
    attempt('owner', path, want, () => (isLink ? lchownSync : chownSync)(path, want.uid, want.gid));
  // The system clears the set-id bits when the owner changes, so the mode comes last and is set again.
  const cleared = want.uid !== now.uid || want.gid !== now.gid ? 0o6000 : 0;
  if (!isLink && (want.mode !== now.mode || (want.mode & cleared) !== 0))
    attempt('mode', path, want, () => chmodSync(path, want.mode));
}

/** The attributes that differ, in the words results and diffs use. */
export function attributeDiff(now: Attributes, want: Attributes): { before: AttributeTexts; after: AttributeTexts } {
  const before: AttributeTexts = {};
  const after: AttributeTexts = {};
  if (now.mode !== want.mode) {
    before.mode = modeText(now.mode);
    after.mode = modeText(want.mode);
  }
  if (now.uid !== want.uid) {
    before.owner = now.uid;
    after.owner = want.uid;
  }
  if (now.gid !== want.gid) {
    before.group = now.gid;
    after.group = want.gid;
  }
  return { before, after };
}

interface AttributeTexts {
  mode?: string;
  owner?: number;
  group?: number;
}

export function sameAttributes(now: Attributes, want: Attributes): boolean {
  return now.mode === want.mode && now.uid === want.uid && now.gid === want.gid;
}

function idOf(kind: 'user' | 'group', name: string): number {
  const id = accountId(kind, name);
  if (id !== undefined) return id;
  throw new PlayError({
    code: 'no-such-account',
    message: `there is no ${kind} "${name}" on this machine`,
    hint: `check "${kind === 'user' ? 'owner' : 'group'}", or create the ${kind} first`,
  });
}

function attempt(what: 'owner' | 'mode', path: string, want: Attributes, act: () => void): void {
  try {
    act();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'EACCES' && code !== 'EROFS') throw cause;
    const wanted =
      what === 'mode' ? `mode ${modeText(want.mode)}` : `owner ${named('user', want.uid)}:${named('group', want.gid)}`;
    throw new PlayError({
      code: 'not-permitted',
      message: `cannot give ${path} the ${wanted}: ${code === 'EROFS' ? 'the file system is read-only' : `not permitted for user ${named('user', process.getuid?.() ?? 0)}`}`,
      hint: what === 'mode' ? 'only its owner and root may' : 'only root may give files away',
      cause,
    });
  }
}

const named = (kind: 'user' | 'group', id: number) => accountName(kind, id) ?? String(id);

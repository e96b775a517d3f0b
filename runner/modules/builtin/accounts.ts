import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** Number of the user or group of that name; a number stands for itself. Undefined when there is none. */
export function accountId(kind: 'user' | 'group', name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const entry = entries(kind).find(([listed]) => listed === name);
  return entry ? Number(entry[2]) : askedId(kind, name);
}

/** Name of the user or group with that number; undefined when it has none. */
export function accountName(kind: 'user' | 'group', id: number): string | undefined {
  const entry = entries(kind).find((fields) => fields[2] === String(id));
  if (entry) return entry[0];
  const self = userInfo();
  return kind === 'user' && self.uid === id ? self.username : undefined;
}

/** Home folder of a user; undefined when there is no such user. */
export function homeOf(user: string): string | undefined {
  return entries('user').find(([listed]) => listed === user)?.[5];
}

function entries(kind: 'user' | 'group'): string[][] {
  try {
    const text = readFileSync(kind === 'user' ? '/etc/passwd' : '/etc/group', 'utf8');
    return text.split('\n').map((line) => line.split(':'));
  } catch {
    // Not every system keeps its accounts in these files; the commands below know better.
    return [];
  }
}

/** Accounts of a directory service, or of macOS, are in no file. */
function askedId(kind: 'user' | 'group', name: string): number | undefined {
  const [command, ...args] = kind === 'user' ? ['id', '-u', '--', name] : ['getent', 'group', name];
  try {
    const answer = execFileSync(command!, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const id = kind === 'user' ? answer : answer.split(':')[2];
    return id ? Number(id) : undefined;
  } catch {
    return undefined;
  }
}

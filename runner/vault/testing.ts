import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { seal } from './keyring.ts';

/** For tests: a text that `ansible-vault` encrypted. */
export const fixture = (name: string): string => readFileSync(`runner/vault/fixtures/${name}.vault`, 'utf8');

/** For tests: a password under a label. */
export const secret = (password: string, id = 'default') => ({ id, password: Buffer.from(password) });

/** For tests: an encrypted file. */
export const sealed = (text: string, password = 'throw-away', id = 'default'): string =>
  seal(Buffer.from(text), secret(password, id));

/** For tests: an encrypted value as it stands after its key. */
export const inline = (text: string, password?: string, id?: string): string =>
  `!vault |\n${sealed(text, password, id).replace(/^(?=.)/gm, '          ')}`;

/** For tests: whether the real thing is here to compare with. */
export const hasAnsible = (command: string): boolean => {
  const found = spawnSync(command, ['--version']).status === 0;
  if (!found) console.warn(`SKIPPED: ${command} is not on PATH, so nothing is compared with it`);
  return found;
};

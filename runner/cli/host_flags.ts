import { isThisHost, takesThisHost } from '../playbook/this_host.ts';
import { type Flags, usage } from './options.ts';

/**
 * Scripts call `ansible-playbook -i localhost, -c local --limit localhost`: what means this machine is taken, what means another is
 * refused before anything runs.
 */
export function requireThisHost({ inventory = [], connection, limit }: Flags): void {
  for (const hosts of inventory) {
    if (!hosts.split(',').filter(Boolean).every(isThisHost))
      throw usage(`the inventory ${hosts} is not this machine`, 'Play acts on localhost only: leave -i out');
  }
  if (connection !== undefined && connection !== 'local')
    throw usage(`there is no connection ${connection}`, 'Play acts on localhost only: leave -c out');
  if (limit !== undefined && !takesThisHost([limit], new Set()))
    throw usage(`--limit ${limit} leaves out this machine`, 'Play acts on localhost only: leave --limit out');
}

/** Tells `ansible_forks`, and how much runs side by side under `strategy: graph`. */
export function forksOf(text: string): number {
  const forks = Number(text);
  if (Number.isInteger(forks) && forks > 0) return forks;
  throw usage(`--forks needs a whole number above 0, not ${text}`, 'leave it out');
}

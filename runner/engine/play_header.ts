import { type Diagnostic, PlayError } from '../diagnostics.ts';
import type { Play } from '../playbook/types.ts';
import { isHere } from './delegation.ts';
import type { Frame } from './frame.ts';
import { namesIn, textIn } from './keyword_values.ts';
import type { PlayRun } from './play_run.ts';
import { scopeOf } from './variables.ts';

/** A play is called by its name, or by its hosts. */
export function playName({ play }: PlayRun, frame: Frame): string {
  const scope = scopeOf(frame, play.file);
  return play.name ? textIn(play.name, scope) : namesIn([play.hosts], scope).join(',');
}

/** Refuses plays for hosts that are not this machine. */
export function requireHosts({ play }: PlayRun, frame: Frame): void {
  const names = namesIn([play.hosts], scopeOf(frame, play.file)).flatMap((name) => name.split(':'));
  if (!names.some(isHere)) throw new PlayError(elsewhere(names, play.hosts));
}

/** The mistake of a play whose hosts are written out and are not this machine. */
export function foreignHosts({ hosts }: Play): Diagnostic | undefined {
  const written = [hosts.value].flat();
  if (!written.every((name) => typeof name === 'string')) return undefined;
  const names = written.flatMap((name) => name.split(/[,:]/)).map((name) => name.trim());
  return names.some(isHere) ? undefined : elsewhere(names, hosts);
}

function elsewhere(names: readonly string[], { place }: Play['hosts']): Diagnostic {
  return {
    code: 'host-unknown',
    message: `the play is for ${names.map((name) => `"${name}"`).join(', ')}, but Play runs on this machine only`,
    place,
    hint: 'write hosts: localhost',
  };
}

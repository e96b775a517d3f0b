import { type Diagnostic, PlayError } from '../diagnostics.ts';
import { shortName } from '../playbook/tasks.ts';
import { namesInPattern, takesThisHost } from '../playbook/this_host.ts';
import type { Play, Playbook } from '../playbook/types.ts';
import { containsUnknown } from '../template/values.ts';
import type { Frame } from './frame.ts';
import { namesIn, textIn, valueIn } from './keyword_values.ts';
import type { PlayRun } from './play_run.ts';
import { scopeOf } from './variables.ts';
import { entriesOf, tasksOf } from './walk.ts';

/** A play is called by its name, or by its hosts. */
export function playName({ play }: PlayRun, frame: Frame): string {
  const scope = scopeOf(frame, play.file);
  return play.name ? textIn(play.name, scope) : namesIn([play.hosts], scope).join(',');
}

/**
 * Whether a play is for this machine. One that is for groups this machine is not in is passed over, as in Ansible, where the
 * playbook makes groups; without any to be in, its hosts are a mistake.
 */
export function isForThisHost({ play, run }: PlayRun, frame: Frame): boolean {
  const names = namesIn([play.hosts], scopeOf(frame, play.file));
  // Which hosts they will be is told by nothing yet: ours, most likely.
  if (names.length === 0 && containsUnknown(valueIn(play.hosts, scopeOf(frame, play.file)))) return true;
  if (run.inventory.takes(names)) return true;
  if (makesGroups(run.options.playbook)) return false;
  throw new PlayError(elsewhere(names, play.hosts));
}

/** The mistakes of plays whose hosts are written out and cannot be this machine. */
export function foreignHosts(playbook: Playbook): Diagnostic[] {
  if (makesGroups(playbook)) return [];
  return playbook.plays.flatMap(({ hosts }) => {
    const written = [hosts.value].flat();
    const known = written.filter((name) => typeof name === 'string');
    const isOpen = known.length < written.length || takesThisHost(known, new Set());
    return isOpen ? [] : [elsewhere(known, hosts)];
  });
}

const makers = new Set(['add_host', 'group_by']);

/** Whether any task could put this machine into groups. */
const makesGroups = ({ plays }: Playbook): boolean =>
  plays.some((play) => [...tasksOf(entriesOf(play))].some(({ module }) => makers.has(shortName(module.value))));

function elsewhere(patterns: readonly string[], { place }: Play['hosts']): Diagnostic {
  const names = patterns.flatMap(namesInPattern).map((name) => `"${name}"`);
  return {
    code: 'host-unknown',
    message: `the play is for ${names.join(', ')}, but Play runs on this machine only`,
    place,
    hint: 'write hosts: localhost',
  };
}

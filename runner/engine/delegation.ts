import { PlayError } from '../diagnostics.ts';
import { isThisHost } from '../playbook/this_host.ts';
import { Omit, Unknown } from '../template/values.ts';
import type { Frame } from './frame.ts';
import { booleanIn, valueIn } from './keyword_values.ts';
import { warnOnce } from './run.ts';
import type { VariableScope } from './scope.ts';

/** Refuses what this machine cannot do for another: `delegate_to` elsewhere. `become` is only a word here, said once. */
export function refuseOtherHosts({ nearest, play }: Frame, scope: VariableScope): void {
  if (nearest.become && booleanIn(nearest.become, scope)) {
    warnOnce(
      play.run,
      'become is taken but has no effect: tasks run as the user who started Play',
      nearest.become.place,
    );
  }
  if (!nearest.delegate_to) return;
  const host = valueIn(nearest.delegate_to, scope);
  if (host === null || host instanceof Omit || host instanceof Unknown || isThisHost(host)) return;
  throw new PlayError({
    code: 'host-unknown',
    message: `a task cannot be delegated to "${String(host)}": Play runs everything on this machine`,
    place: nearest.delegate_to.place,
    hint: 'delegate_to may be localhost, or be left out',
  });
}

import { setStatsSchema } from '../../../schemas/set_stats.ts';
import { PlayError } from '../../diagnostics.ts';
import { action } from '../module.ts';
import { isVariableName } from './variable_name.ts';

/** Keeps values for the summary at the end of the run (Ansible: `ansible.builtin.set_stats`). */
export const setStats = action({
  name: 'set_stats',
  schema: setStatsSchema,
  check: 'runs',
  pure: true,
  run({ data, per_host, aggregate }) {
    for (const name of Object.keys(data)) if (!isVariableName(name)) throw invalidName(name);
    return { changed: false, ansible_stats: { data, per_host, aggregate } };
  },
});

function invalidName(name: string): PlayError {
  return new PlayError({
    code: 'variable-name',
    message: `"${name}" cannot be the name of a value`,
    hint: 'names start with a letter or underscore and hold letters, digits and underscores only',
  });
}

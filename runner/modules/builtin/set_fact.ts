import { setFactSchema } from '../../../schemas/set_fact.ts';
import { PlayError } from '../../diagnostics.ts';
import { action } from '../module.ts';
import { isVariableName } from './variable_name.ts';

/** Sets variables for the rest of the run (Ansible: `ansible.builtin.set_fact`). */
export const setFact = action({
  name: 'set_fact',
  schema: setFactSchema,
  check: 'runs',
  pure: true,
  run({ cacheable, ...facts }) {
    const names = Object.keys(facts);
    if (names.length === 0)
      throw new PlayError({
        code: 'no-facts',
        message: 'set_fact sets nothing',
        hint: 'give at least one name and value, e.g. `set_fact: { port: 8080 }`',
      });
    for (const name of names) if (!isVariableName(name)) throw invalidName(name);
    return { changed: false, ansible_facts: facts, ...(cacheable && { _ansible_facts_cacheable: true }) };
  },
});

function invalidName(name: string): PlayError {
  return new PlayError({
    code: 'variable-name',
    message: `"${name}" cannot be the name of a variable`,
    hint: 'names start with a letter or underscore, hold letters, digits and underscores only, and are no word of Python such as "class" or "in"',
  });
}

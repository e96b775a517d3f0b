import { gatherFactsSchema } from '../../../schemas/gather_facts.ts';
import { gather } from '../facts/gather.ts';
import { action } from '../module.ts';

/** Gathers facts about this machine, as a play does at its start (Ansible: `ansible.builtin.gather_facts`). */
export const gatherFacts = action({
  name: 'gather_facts',
  schema: gatherFactsSchema,
  check: 'runs',
  pure: true,
  run: (params, context) => gather(params, context),
});

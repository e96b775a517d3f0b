import type { At, RoleUse } from './types.ts';

type Vars = Readonly<Record<string, At>>;
type Own = Pick<RoleUse, 'role' | 'vars'>;

/**
 * What a use of a role brings at the level of role vars, the highest first: `vars/main.yml` over the `vars` of its entry, then
 * those of the roles it depends on, then those of the roles that depend on it.
 */
export const varsOf = (use: RoleUse): readonly Vars[] =>
  [use, ...use.dependencies.toReversed(), ...use.dependents].flatMap(ownVars);

/** The same for defaults: the role's own, those of the roles that depend on it, those of the roles it depends on. */
export const defaultsOf = (use: RoleUse): readonly Vars[] =>
  [use, ...use.dependents, ...use.dependencies.toReversed()].map(({ role }) => role.defaults);

/** The role's own vars over those of its entry. */
export const ownVars = ({ role, vars }: Own): readonly Vars[] => [role.vars, ...(vars ? [vars] : [])];

import type { Frame } from './frame.ts';
import type { Layer } from './layer.ts';
import { placeMagic, roleMagic } from './magic.ts';
import { createScope, type VariableScope } from './scope.ts';
import { templateHost } from './template_host.ts';
import { unreadVariables } from './unread_variables.ts';

/**
 * The variables in reach of a frame, by Ansible's order of precedence ("Variable precedence: Where should I put a
 * variable?"), the strongest first: loop variables, magic variables, `-e`, include parameters, role parameters, facts and
 * registered results, `include_vars`, task and block vars, role vars, `vars_files`, `vars_prompt`, play vars, gathered
 * facts, inventory variables, role defaults.
 */
export function scopeOf(frame: Frame, file: string, above: readonly Layer[] = []): VariableScope {
  const { play } = frame;
  const role = roleMagic(frame.roles);
  return createScope(
    [
      ...above,
      ...(role ? [role] : []),
      play.magic,
      play.run.options.extraVars,
      ...frame.includeParams,
      ...frame.roleParams,
      play.facts,
      play.included,
      ...frame.blockVars,
      ...frame.roleVars,
      play.exportedVars,
      play.filesVars,
      play.promptedVars,
      play.ownVars,
      play.gathered,
      play.run.inventory.layer,
      ...frame.roleDefaults,
      play.exportedDefaults,
      placeMagic(frame, file),
      ...(play.run.hasUnread ? [unreadVariables] : []),
    ],
    templateHost(frame, file),
  );
}

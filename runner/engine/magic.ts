import { dirname } from 'node:path';
import type { RoleUse } from '../playbook/types.ts';
import { omit } from '../template/values.ts';
import type { Frame } from './frame.ts';
import { valueIn } from './keyword_values.ts';
import { computedLayer, type Layer } from './layer.ts';
import { lazyRecord } from './lazy_record.ts';
import type { PlayRun } from './play_run.ts';
import { createScope, type VariableScope } from './scope.ts';

const host = 'localhost';

/** The variables Ansible's page "Special Variables" lists as magic, as far as they mean something for one host. */
export function magicLayer(play: PlayRun): Layer {
  const { options } = play.run;
  const { selection } = options;
  const hosts = () => [host];
  return computedLayer({
    // Where a playbook is read to be taken down, what it says is what it says of a real run.
    ansible_check_mode: () => options.check && play.run.reading === undefined,
    ansible_config_file: () => null,
    ansible_connection: () => 'local',
    ansible_dependent_role_names: () => dependencyNames(play),
    ansible_diff_mode: () => options.diff,
    ansible_forks: () => options.forks,
    ansible_host: () => '127.0.0.1',
    ansible_inventory_sources: () => [],
    ansible_play_batch: hosts,
    ansible_play_hosts: hosts,
    ansible_play_hosts_all: hosts,
    ansible_play_name: () => play.name,
    ansible_play_role_names: () => roleNames(play),
    ansible_role_names: () => [...new Set([...roleNames(play), ...dependencyNames(play)])],
    ansible_run_tags: () => [...selection.only],
    ansible_skip_tags: () => [...selection.skip],
    ansible_verbosity: () => options.verbosity,
    ansible_version: () => ansibleVersion,
    group_names: () => play.run.inventory.groups,
    groups: () => groupsOf(play),
    hostvars: (scope) => ({ [host]: hostVariables(play, scope) }),
    inventory_hostname: () => host,
    inventory_hostname_short: () => host,
    omit: () => omit,
    play_hosts: hosts,
    playbook_dir: () => play.play.playbookDir,
    role_names: () => roleNames(play),
    vars: allVariables,
  });
}

/** The version of the language spoken, for playbooks that ask before they use something. */
const ansibleVersion = { full: '2.19.0', major: 2, minor: 19, revision: 0, string: '2.19.0' };

const ofRoles = new WeakMap<readonly RoleUse[], Layer>();

/** The magic variables of the role a task stands in, given the roles around it, innermost first. */
export function roleMagic(roles: readonly RoleUse[]): Layer | undefined {
  const [use] = roles;
  if (!use) return undefined;
  let layer = ofRoles.get(roles);
  if (!layer) {
    const parents = includersOf(roles);
    const { name, path } = use.role;
    layer = computedLayer({
      ansible_collection_name: () => null,
      ...(parents.length === 0
        ? {}
        : {
            ansible_parent_role_names: () => parents.map((each) => each.role.name),
            ansible_parent_role_paths: () => parents.map((each) => each.role.path),
          }),
      ansible_role_name: () => name,
      role_name: () => name,
      role_path: () => path,
      roles_path: () => dirname(path),
    });
    ofRoles.set(roles, layer);
  }
  return layer;
}

/** The magic variables that depend on where a task stands, and which any variable of that name replaces. */
export function placeMagic(frame: Frame, file: string): Layer {
  return computedLayer({
    ansible_search_path: () => searchPath(frame, file),
    environment: (scope) => frame.environment.map((at) => valueIn(at, scope)),
    ...(frame.nearest.delegate_to
      ? { ansible_delegated_vars: (scope: VariableScope) => ({ [host]: hostVariables(frame.play, scope) }) }
      : {}),
  });
}

/** Where files are looked up from: the roles around, innermost first, the file of the task, the playbook. */
function searchPath({ roles, play }: Frame, file: string): readonly string[] {
  return [...new Set([...roles.map(({ role }) => role.path), dirname(file), play.play.playbookDir])];
}

/** The roles by whose tasks a role was included or imported; one that merely depends on it is none of them. */
function includersOf(roles: readonly RoleUse[]): readonly RoleUse[] {
  return roles.slice(1).filter((each, index) => !each.dependencies.includes(roles[index]!));
}

const isDependency = ({ origin }: RoleUse) => origin === 'dependency';

/** Names of the roles that the play itself names, and of those that its tasks import. */
const roleNames = ({ roles }: PlayRun) => namesOf(roles.filter((use) => !isDependency(use)));
const dependencyNames = ({ roles }: PlayRun) => [...new Set(namesOf(roles.filter(isDependency)))];
const namesOf = (uses: readonly RoleUse[]) => uses.map((use) => use.role.name);

function allVariables(scope: VariableScope): Record<string, unknown> {
  const names = [...scope.names()].filter((name) => name !== 'vars');
  return lazyRecord(names, (name) => scope.get(name));
}

/** Without an inventory this machine is in no group, not even in `all`, until a task puts it into one. */
function groupsOf({ run }: PlayRun): Record<string, readonly string[]> {
  const { groups } = run.inventory;
  const own = groups.map((name) => [name, [host]] as const);
  return { all: groups.length > 0 ? [host] : [], ungrouped: [], ...Object.fromEntries(own) };
}

/** What belongs to the host and not to the play: inventory variables, facts, registered results, `-e`. */
function hostVariables(play: PlayRun, scope: VariableScope): Record<string, unknown> {
  const own = createScope(play.hostLayers, scope.host);
  const names = [...own.names()].filter((name) => name !== 'hostvars' && name !== 'vars');
  return lazyRecord(names, (name) => own.get(name));
}

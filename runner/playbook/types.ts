import type { Place } from '../diagnostics.ts';

/**
 * A value as written: plain data in which every string that holds `{{`, `{%` or `{#` is a `Template` (see
 * template/template.ts), with its place. Plain strings are data for ever: nothing renders them again.
 */
export type Written = unknown;

/** A keyword's value with the place it was written at. */
export interface At<T = Written> {
  readonly value: T;
  readonly place: Place;
  /** The place of a part: of the value at `path`, or of its key; of the nearest part that exists otherwise. */
  within(path: readonly (string | number)[], of?: 'value' | 'key'): Place;
  /** For text: the place of the character at `offset`, through quotes, escapes and folded lines. */
  locate?(offset: number, width?: number): Place;
}

export interface Playbook {
  readonly file: string;
  readonly plays: readonly Play[];
}

/**
 * What plays, roles, blocks and tasks share. Each node holds only what was written on it; that children inherit from their
 * parents is the engine's business, as it walks down.
 */
export interface Keywords {
  readonly name?: At;
  readonly vars?: Readonly<Record<string, At>>;
  readonly tags: readonly At[];
  readonly when: readonly At[];
  readonly environment: readonly At[];
  readonly module_defaults: readonly At[];
  readonly no_log?: At;
  readonly ignore_errors?: At;
  readonly ignore_unreachable?: At;
  readonly check_mode?: At;
  readonly diff?: At;
  readonly any_errors_fatal?: At;
  readonly run_once?: At;
  readonly delegate_to?: At;
  readonly delegate_facts?: At;
  readonly become?: At;
  readonly timeout?: At;
  readonly throttle?: At;
}

export interface Play extends Keywords {
  readonly place: Place;
  /** The file it stands in: `vars_files` are looked up from its folder. */
  readonly file: string;
  /** The folder of that file, from which everything is looked up: an imported play brings its own. */
  readonly playbookDir: string;
  readonly hosts: At;
  readonly strategy: 'linear' | 'graph';
  readonly gather_facts: At | undefined;
  readonly force_handlers?: At;
  readonly max_fail_percentage?: At;
  readonly vars_files: readonly At[];
  readonly vars_prompt: readonly At[];
  /** `roles:` in order, each after its dependencies. Which of them are duplicates shows only as they run. */
  readonly roles: readonly RoleUse[];
  readonly pre_tasks: readonly Entry[];
  readonly tasks: readonly Entry[];
  readonly post_tasks: readonly Entry[];
  readonly handlers: readonly Entry[];
}

/** A role's folder, loaded once per (name, path). */
export interface Role {
  readonly name: string;
  readonly path: string;
  readonly defaults: Readonly<Record<string, At>>;
  readonly vars: Readonly<Record<string, At>>;
  readonly allow_duplicates: boolean;
  readonly argument_specs?: Written;
  /** The same with places. */
  readonly argument_specs_at?: At;
  /** Which of `argument_specs` this use answers to: `tasks_from` without its ending, or `main`. */
  readonly entry_point: string;
}

/** One use of a role: by `roles:`, a dependency, `import_role` or (at run time) `include_role`. */
export interface RoleUse extends Keywords {
  readonly kind: 'role';
  readonly origin: 'roles' | 'dependency' | 'import_role' | 'include_role';
  /** Equal for uses that Ansible takes for the same one: unless duplicates are allowed, one of them runs in a play. */
  readonly identity: string;
  readonly role: Role;
  readonly place: Place;
  /** Parameters given beside the name. `vars` of an entry of `roles:` are under the role's own vars; those of `import_role` make a block around it. */
  readonly params: Readonly<Record<string, At>>;
  readonly entries: readonly Entry[];
  readonly handlers: readonly Entry[];
  /** All roles it depends on, each after its own dependencies. */
  readonly dependencies: readonly RoleUse[];
  /** The roles that bring it in by depending on it, the nearest first. */
  readonly dependents: readonly Pick<RoleUse, 'role' | 'vars'>[];
}

export type Entry = Task | Block | RoleUse;

/** A `block:`; also what a static `import_tasks` becomes: a block with the import's keywords around the file's entries. */
export interface Block extends Keywords {
  readonly kind: 'block';
  readonly origin: 'block' | 'import_tasks';
  readonly place: Place;
  readonly block: readonly Entry[];
  readonly rescue: readonly Entry[];
  readonly always: readonly Entry[];
}

export interface Task extends Keywords {
  readonly kind: 'task';
  readonly place: Place;
  /** The file it stands in: relative includes start from its folder. */
  readonly file: string;
  /** Module name as written, e.g. `debug`, `amazon.aws.ec2_vpc_net`. `action:` and `local_action:` are already resolved. */
  readonly module: At<string>;
  /**
   * Its arguments as written, merged with `args:`: a mapping, free form text (`command: echo hi`, `file: path=x state=absent`),
   * one template for the whole, or null. `schema/arguments.ts` turns them into parameters for a schema.
   */
  readonly args: At;
  readonly register?: At<string>;
  /** `loop`, or the lookup's name of a `with_…`. */
  readonly loop?: { readonly kind: string; readonly items: At };
  readonly loop_control?: At;
  readonly until: readonly At[];
  readonly retries?: At;
  readonly delay?: At;
  readonly changed_when: readonly At[];
  readonly failed_when: readonly At[];
  readonly notify: readonly At[];
  readonly listen: readonly At[];
  readonly async?: At;
  readonly poll?: At;
}

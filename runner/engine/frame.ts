import { defaultsOf, varsOf } from '../playbook/role_vars.ts';
import type { At, Keywords, RoleUse } from '../playbook/types.ts';
import { type Layer, recordLayer } from './layer.ts';
import type { PlayRun } from './play_run.ts';

/** Keywords of which the nearest one counts. */
const nearest = [
  'no_log',
  'ignore_errors',
  'ignore_unreachable',
  'check_mode',
  'diff',
  'any_errors_fatal',
  'run_once',
  'delegate_to',
  'delegate_facts',
  'become',
  'timeout',
  'throttle',
] as const;

type Nearest = Partial<Pick<Keywords, (typeof nearest)[number]>>;

/** What a task inherits from the play, roles, blocks and includes around it. Lists stand outermost first, layers highest first. */
export interface Frame {
  readonly play: PlayRun;
  /** The roles around, innermost first. */
  readonly roles: readonly RoleUse[];
  readonly tags: readonly At[];
  readonly when: readonly At[];
  readonly environment: readonly At[];
  readonly module_defaults: readonly At[];
  readonly nearest: Nearest;
  /** Variables of blocks and of the task itself. */
  readonly blockVars: readonly Layer[];
  readonly roleVars: readonly Layer[];
  readonly roleDefaults: readonly Layer[];
  /** Parameters of roles and, above them, of includes. */
  readonly roleParams: readonly Layer[];
  readonly includeParams: readonly Layer[];
  /** A `rescue` around would take a failure here. */
  readonly rescuable: boolean;
  /** Where what may or may not fail here is noted, for the `rescue` around that would then run. */
  readonly doubt: Doubt | undefined;
  /** Check mode could not decide whether something around runs at all. */
  readonly undecided: boolean;
  /** Number of includes around. */
  readonly depth: number;
}

/** Whether anything inside a block may or may not fail. */
export interface Doubt {
  raised: boolean;
}

/** The frame of a play's own entries. */
export function playFrame(play: PlayRun, keywords: Keywords): Frame {
  const empty: Frame = {
    play,
    roles: [],
    tags: [],
    when: [],
    environment: [],
    module_defaults: [],
    nearest: {},
    blockVars: [],
    roleVars: [],
    roleDefaults: [],
    roleParams: [],
    includeParams: [],
    rescuable: false,
    doubt: undefined,
    undecided: false,
    depth: 0,
  };
  return inherit(empty, keywords);
}

/** The frame inside something that has keywords: of each kind, what Ansible passes on to its children. */
export function inherit(outer: Frame, keywords: Keywords): Frame {
  const own = nearest.filter((name) => keywords[name] !== undefined);
  return {
    ...outer,
    tags: join(outer.tags, keywords.tags),
    when: join(outer.when, keywords.when),
    environment: join(outer.environment, keywords.environment),
    module_defaults: join(outer.module_defaults, keywords.module_defaults),
    nearest:
      own.length === 0
        ? outer.nearest
        : { ...outer.nearest, ...Object.fromEntries(own.map((name) => [name, keywords[name]])) },
  };
}

/** The frame of a block or a task, which may bring variables of its own. */
export function blockFrame(outer: Frame, keywords: Keywords): Frame {
  const frame = inherit(outer, keywords);
  return keywords.vars ? { ...frame, blockVars: [recordLayer(keywords.vars), ...outer.blockVars] } : frame;
}

/** The frame inside a role: its own variables first, then those of the roles that brought it in. */
export function roleFrame(outer: Frame, use: RoleUse): Frame {
  return {
    ...inherit(outer, use),
    roles: [use, ...outer.roles],
    roleVars: [...varsOf(use).map(recordLayer), ...outer.roleVars],
    roleDefaults: [...defaultsOf(use).map(recordLayer), ...outer.roleDefaults],
    roleParams: [recordLayer(use.params), ...outer.roleParams],
  };
}

function join<T>(outer: readonly T[], own: readonly T[]): readonly T[] {
  return own.length === 0 ? outer : outer.length === 0 ? own : [...outer, ...own];
}

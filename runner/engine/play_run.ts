import type { MachineFacts } from '../modules/facts/machine.ts';
import { ownVars } from '../playbook/role_vars.ts';
import type { At, Play, RoleUse, Written } from '../playbook/types.ts';
import { factsLayer, machineOnce } from './facts.ts';
import type { Handlers } from './handlers.ts';
import { createHandlers } from './handlers.ts';
import type { Layer } from './layer.ts';
import { dataLayer, loadedLayer, recordLayer, stackedLayer, writtenLayer } from './layer.ts';
import { magicLayer } from './magic.ts';
import { noReads, type Reads } from './partial/reads.ts';
import type { Run } from './run.ts';
import { rolesOf } from './walk.ts';

/** What one play knows while it runs. */
export interface PlayRun {
  readonly run: Run;
  readonly play: Play;
  name: string;
  /** Roles that were named or imported, with those they depend on, and included ones that are public. */
  readonly roles: readonly RoleUse[];
  readonly magic: Layer;
  readonly facts: Layer;
  readonly included: Layer;
  readonly gathered: Layer;
  /** Facts about the machine, found out when first asked for. */
  readonly machine: () => MachineFacts;
  readonly ownVars: Layer;
  readonly promptedVars: Layer;
  readonly filesVars: Layer;
  /** Vars and defaults of the play's roles, which every task of the play sees; the last role wins. */
  readonly exportedVars: Layer;
  readonly exportedDefaults: Layer;
  /** What belongs to the host rather than to the play, the highest first. */
  readonly hostLayers: readonly Layer[];
  readonly handlers: Handlers;
  /** Makes an included role's variables visible to the rest of the play (`public: true`). */
  publish(use: RoleUse): void;
  /** Behind `promptedVars` and `filesVars`: filled once the other levels can be read. */
  readonly prompted: Map<string, unknown>;
  readonly fileLayers: Layer[];
  /** Roles of which a task was not skipped, by identity, and those of them that came to their end. */
  readonly rolesAtWork: Set<string>;
  readonly rolesDone: Set<string>;
  /** Tasks that tags leave out but whose values are needed. */
  reads: Reads;
  /** `meta: clear_host_errors` was met after a failure. */
  failureCleared: boolean;
  /** The failure on its way out is a handler's: even `force_handlers` runs no more of them. */
  handlerFailed: boolean;
  /** A `meta` task ended the play in a `rescue`, whose failure then still counts, as in Ansible. */
  endedInRescue: boolean;
  /** Something failed under `any_errors_fatal`: nothing more starts. */
  fatal: boolean;
}

export function createPlayRun(run: Run, play: Play): PlayRun {
  const { options } = run;
  const vars = new Map<string, Written>();
  const defaults = new Map<string, Written>();
  const roles: RoleUse[] = [];
  const publish = (use: RoleUse) => {
    roles.push(use);
    for (const own of ownVars(use).toReversed()) putInto(vars, own);
    putInto(defaults, use.role.defaults);
  };
  for (const use of rolesOf(play)) publish(use);
  const prompted = new Map<string, unknown>();
  const fileLayers: Layer[] = [];
  const facts = dataLayer(run.facts);
  const included = loadedLayer(run.included);
  const machine = machineOnce(options.environment);
  const gathered = factsLayer(machine, run.gathered, () => run.isGathered);
  const hostLayers: Layer[] = [];
  const playRun: PlayRun = {
    run,
    play,
    name: '',
    roles,
    get magic() {
      return magic;
    },
    facts,
    included,
    gathered,
    machine,
    ownVars: recordLayer(play.vars ?? {}),
    promptedVars: dataLayer(prompted),
    filesVars: stackedLayer(fileLayers),
    exportedVars: writtenLayer(vars),
    exportedDefaults: writtenLayer(defaults),
    hostLayers,
    handlers: createHandlers(),
    publish,
    prompted,
    fileLayers,
    rolesAtWork: new Set(),
    rolesDone: new Set(),
    reads: noReads,
    failureCleared: false,
    handlerFailed: false,
    endedInRescue: false,
    fatal: false,
  };
  const magic = magicLayer(playRun);
  hostLayers.push(magic, options.extraVars, facts, included, gathered, run.inventory.layer);
  return playRun;
}

function putInto(level: Map<string, Written>, vars: Readonly<Record<string, At>>): void {
  for (const [name, { value }] of Object.entries(vars)) level.set(name, value);
}

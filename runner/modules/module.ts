import { errorCode } from '../aws/errors.ts';
import type { Owner } from '../aws/ownership.ts';
import type { Tags } from '../aws/tags.ts';
import type { World } from '../aws/world.ts';
import type { Infer } from '../schema/infer.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { type Marks, Unknown, type Value } from '../template/values.ts';

/** What `register` keeps. Keys are the ones Ansible documents for the module. */
export type Result = { [key: string]: unknown };

/**
 * A state in which AWS has not assigned everything yet. `want` returns it; values AWS will assign are `unknown`,
 * printed as `(known after apply)`.
 */
export type Wanted<State> = { [K in keyof State]: State[K] | Unknown };

/** Stands for the id of something that was asked for by name and is not there (yet). The message says what and where. */
export class Missing extends Unknown {
  readonly message: string;

  constructor(message: string) {
    super();
    this.message = message;
  }
}

/** What a step may use while it runs. */
export interface StepContext<State> {
  /** What the steps before this one learned (new ids …), on top of what `read` found. */
  readonly known: Partial<State>;
  /** A line about what is being waited for; shown live, never in results. */
  progress(message: string): void;
  /** Says that it showed only now that there is nothing to do: the step then counts as not taken. */
  idle?(): void;
}

/**
 * One titled change. The title is what `--check` prints (`create VPC 192.168.0.0/16`); what `run` returns is merged into
 * the state, so that the engine reads again only when something is still unknown afterwards.
 */
export interface Step<State> {
  readonly title: string;
  /** Only waits for what is under way; taking it does not make the task `changed`. */
  readonly waits?: boolean;
  run(world: World, context: StepContext<State>): Promise<Partial<State> | undefined>;
}

/** What a run takes away: a module and the parameters that ask for the absence. */
export interface Removed {
  readonly module: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * How `--destroy` takes a thing down, where that is more than asking for `state: absent`: it is read, planned and run as with
 * the parameters that `absent` gives.
 */
export interface Removal<S extends ModuleSchema, State extends object> {
  /**
   * What takes the place of the module's `resolve` when a description is only read for a removal, and that needs less: a file with
   * a mistake in it, or none at all, must not keep alive what was once made of it. Only reads.
   */
  resolve?(world: World, params: Infer<S>): Promise<Infer<S>>;
  /** The parameters that ask for its absence, for the parameters that describe it; `state: absent` on top of them when left out. */
  absent?(params: Infer<S>, now: State | undefined): Infer<S>;
  /**
   * What there is to remove, for the parameters that `absent` gives; the module's `read` when left out. For what several hands
   * make under one name (revisions): only what the owner made. Only reads.
   */
  read?(world: World, params: Infer<S>, owner: Owner): Promise<State | undefined>;
  /**
   * The tags that tell who made it; `now.tags` when left out. A part of another thing (a policy inside a role) answers with that
   * one's tags. Only reads.
   */
  tags?(world: World, now: State, params: Infer<S>): Promise<Tags | undefined>;
  /** What is left of it to remove when these have gone before; for check mode, in which nothing goes. Pure. */
  without?(now: State, gone: readonly Removed[]): State;
  /** What is lost with it and cannot be made again (`3 images`); undefined when nothing is. Only reads. */
  holds?(world: World, now: State, params: Infer<S>): Promise<string | undefined>;
  /**
   * AWS gives its id or ARN to nothing else, ever, and the steps of its removal are told by what was read, less what went before
   * it (`after`): it need not be read again when its turn comes. A step that finds it gone by then is `idle`.
   */
  readonly isById?: true;
  /** By which others know it: its id or ARN. Pure. */
  id?(now: State, params: Infer<S>): string;
  /** Ids of the things that AWS does not let go before this one has gone, or that take it along. Pure. */
  hangsOn?(now: State, params: Infer<S>): readonly string[];
  /** What is left of it once AWS has taken things with these ids away: it takes along what names them. Pure. */
  after?(now: State, gone: ReadonlySet<string>): State;
  /** What else AWS does not let it go for, in words, when what bears these ids goes as well. Only reads. */
  inTheWay?(world: World, now: State, going: ReadonlySet<string>): Promise<readonly string[]>;
}

/** A property that AWS fixes when the thing is created. */
export interface FixedDifference {
  /** The property, as the playbook spells it. */
  readonly property: string;
  readonly now: unknown;
  readonly want: unknown;
}

/** A thing with a state: the engine reads it, compares, and acts. The module never sees `--check`. */
export interface Resource<S extends ModuleSchema, State extends object> {
  readonly kind: 'resource';
  readonly name: string;
  readonly schema: S;
  /** Parameters that tell which thing is meant. When one of them is not known yet, nothing is looked up. */
  readonly identity: readonly (keyof Infer<S> & string)[];
  /**
   * Puts ids in the place of names that AWS alone can translate (a security group's, a target group's). Only reads. A name
   * that nothing bears becomes `Missing`: under `--check` an earlier task may be about to make it, otherwise it is an error.
   */
  resolve?(world: World, params: Infer<S>): Promise<Infer<S>>;
  /**
   * What AWS holds now, in our words (snake_case, sorted, decoded, defaults filled in); undefined when it is not there. Never
   * writes. Of several that fit, the owner's is meant; there is an owner only on the way to a removal.
   */
  read(world: World, params: Infer<S>, owner?: Owner): Promise<State | undefined>;
  /** Whether a state holds what the parameters speak of; only where `read` answers without it (a policy of a role). Pure. */
  exists?(state: Wanted<State>, params: Infer<S>): boolean;
  /** What AWS should hold; undefined for `state: absent`. Pure. */
  want(params: Infer<S>, now: State | undefined): Wanted<State> | undefined;
  /**
   * The properties that are to be otherwise and that AWS fixes when the thing is created: it must be replaced. What is not known
   * yet does not differ. Pure.
   */
  replaces?(now: State, want: Wanted<State>, params: Infer<S>): Iterable<FixedDifference>;
  /**
   * What the owner made for this description while a fixed property was another one by which things of this kind are told
   * apart (an address range). Asked only when `read` finds nothing. Only reads.
   */
  predecessors?(world: World, params: Infer<S>, owner: Owner): Promise<readonly State[]>;
  readonly removal?: Removal<S, State>;
  /** Properties that AWS moves by itself (counters, events): results hold them, and no diff speaks of them. */
  readonly moving?: readonly string[];
  /** Whether what is asked for becomes a new thing beside the old one (a revision), which then has an owner of its own. Pure. */
  makesAnew?(now: State, params: Infer<S>): boolean;
  /** Titled steps from one to the other; none when they agree. Pure. */
  plan(now: State | undefined, want: Wanted<State> | undefined, params: Infer<S>): Iterable<Step<State>>;
  /** What `register` keeps, from the state after the steps (or the wanted one under `--check`). Pure. */
  result(state: Wanted<State> | undefined, params: Infer<S>): Result;
}

/** Only reads. */
export interface Info<S extends ModuleSchema> {
  readonly kind: 'info';
  readonly name: string;
  readonly schema: S;
  read(world: World, params: Infer<S>): Promise<Result>;
}

/** A task in the background of this run, as another task sees it. */
export interface BackgroundJob {
  /** What the module returned, once it has. */
  readonly result: Result | undefined;
  /** What it said it waits for, since this was asked last. */
  news(): readonly string[];
  /** Resolves when it has ended, or after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  forget(): void;
}

/** The groups this machine is in. Both tell whether that changed anything. */
export interface HostGroups {
  /** Throws PlayError for any other host. */
  addHost(name: string, groups: readonly string[], vars: Readonly<Record<string, unknown>>): boolean;
  addGroup(name: string, parents: readonly string[]): boolean;
}

/** What an action may use besides its parameters. */
export interface ActionContext {
  readonly check: boolean;
  readonly diff: boolean;
  /** `-v` count. */
  readonly verbosity: number;
  /** Process environment with the task's `environment` on top. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the playbook file; relative paths of `command`, `copy` targets and so on start there. */
  readonly playbookDir: string;
  /** Aborts on interrupt and on the task's `timeout`. */
  readonly signal: AbortSignal;
  /** True under `--sandbox`. */
  readonly sandbox: boolean;
  /** What runs containers in the sandbox: an engine such as `docker`, for which images are really built. */
  readonly sandboxEngine?: string | undefined;
  /** Value of a bare expression (`that`, `when`) in the task's variables. Throws PlayError. */
  evaluate(expression: unknown): Value;
  /** Renders the text of a file as a template, with optional extra variables. Unknown when a value in it is. */
  template(
    text: string,
    options: {
      file: string;
      vars?: Record<string, unknown>;
      trimBlocks?: boolean;
      lstripBlocks?: boolean;
      marks?: Marks;
    },
  ): string | Unknown;
  /** A variable by name, rendered; undefined when nothing defines it. */
  variable(name: string): Value | undefined;
  /** Looks a relative file up as Ansible does: role's folder of that kind, role, playbook's folder of that kind, playbook. Throws PlayError naming all tried. */
  findFile(kind: 'files' | 'templates' | 'vars' | 'tasks', name: string): string;
  /** Content of a file on this machine, decrypted when it is a vault. Throws PlayError when no password opens it. */
  readFile(path: string): Buffer;
  /** Parses YAML or JSON text, decrypted when it is a vault, into values whose strings may hold templates (vars files). */
  parseYaml(text: string, file: string): Value;
  /** A line about what is being waited for. */
  progress(message: string): void;
  /** Adds a line to the task's `warnings`. */
  warn(message: string): void;
  /** The AWS world for these connection parameters (region, profile …); `region` overrules the one they name. */
  world(options?: { readonly region?: string }): Promise<World>;
  /** Asks the person at the terminal (`pause`); undefined when there is none. Ends with an error when `signal` aborts. */
  readonly prompt: ((question: string, options: { echo: boolean; signal: AbortSignal }) => Promise<string>) | undefined;
  readonly hosts: HostGroups;
  /** A task in the background by its `ansible_job_id`. */
  job(id: string): BackgroundJob | undefined;
  /** A folder of this run that only its user can read, made on first use and removed when the run ends (logins of `docker_login`). */
  runFolder(): string;
}

/** Anything else: `debug`, `command`, `copy`, `uri`, `wait_for` … */
export interface Action<S extends ModuleSchema> {
  readonly kind: 'action';
  readonly name: string;
  readonly schema: S;
  /**
   * What `--check` does with it. `predicts`: `run` is called and honours `context.check`. `runs`: has no effect on the
   * outside, runs as ever. `skips`: is skipped, as Ansible skips `shell`.
   */
  readonly check: 'predicts' | 'runs' | 'skips';
  /**
   * The services of AWS (`ecr`) in which it may change something without the engine's knowing, so that what was read of them must
   * be read again; all, when left out. What is pure, and what `--check` runs, changes nothing.
   */
  readonly touches?: readonly string[];
  /** True when it only makes values (`set_fact`, `debug`): run even for a part that tags left out but whose values are needed. */
  readonly pure?: boolean;
  /** Returns `failed: true` with `msg`, or throws, when it fails. */
  run(params: Infer<S>, context: ActionContext): Promise<Result> | Result;
}

export type AnyModule = Resource<ModuleSchema, object> | Info<ModuleSchema> | Action<ModuleSchema>;

export const resource = <const S extends ModuleSchema, State extends object>(
  module: Omit<Resource<S, State>, 'kind'>,
): Resource<S, State> => ({ kind: 'resource', ...module });

export const info = <const S extends ModuleSchema>(module: Omit<Info<S>, 'kind'>): Info<S> => ({
  kind: 'info',
  ...module,
});

export const action = <const S extends ModuleSchema>(module: Omit<Action<S>, 'kind'>): Action<S> => ({
  kind: 'action',
  ...module,
});

export const step = <State>(title: string, run: Step<State>['run']): Step<State> => ({ title, run });

/**
 * Removes a thing. That AWS says with one of these codes that it is not there means that there was nothing to do, unless the SDK
 * sent the request again because an answer was lost: then the first one did it.
 */
export async function unlessGone<State>(
  codes: readonly string[],
  { idle }: Pick<StepContext<State>, 'idle'>,
  remove: () => Promise<unknown>,
): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!codes.includes(errorCode(error))) throw error;
    const { attempts = 1 } = (error as { $metadata?: { attempts?: number } }).$metadata ?? {};
    if (attempts === 1) idle?.();
  }
}

/** A step that only waits. */
export const waitStep = <State>(title: string, run: Step<State>['run']): Step<State> => ({ title, run, waits: true });

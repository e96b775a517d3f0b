import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { FixedDifference, Resource } from '../../modules/module.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import type { Ownership } from '../ownership.ts';
import type { Replacing } from './replacing.ts';

/** A thing that AWS cannot change into what is asked for. */
export interface Replacement<State> {
  readonly old: State;
  readonly differences: readonly FixedDifference[];
}

/** In which world, in whose name and with what leave. */
export interface ReplacementRun {
  readonly world: World;
  readonly check: boolean;
  readonly ownership?: Ownership | undefined;
  readonly replacing?: Replacing | undefined;
}

/** Whether the thing, or what it was made as before a fixed property was changed in the playbook, must be replaced. Only reads. */
export async function replacementOf<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  now: State | undefined,
  run: ReplacementRun,
): Promise<Replacement<State> | undefined> {
  const old = now ?? (await formerOf(module, params, run));
  if (!old || !module.replaces) return undefined;
  const want = module.want(params, old);
  const differences = want ? [...module.replaces(old, want, params)] : [];
  return differences.length > 0 ? { old, differences } : undefined;
}

/** What the owner made for this description before; nothing when another task describes it, or when there is no telling which. */
async function formerOf<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  { world, ownership, replacing, check }: ReplacementRun,
): Promise<State | undefined> {
  if (!module.predecessors || !ownership || !replacing || isUnwanted(params)) return undefined;
  const idOf = (state: State) => module.removal?.id?.(state, params) ?? '';
  const found = await module.predecessors(world, params, ownership.owner);
  const left = found.filter((each) => !replacing.settled.has(idOf(each)) && !(check && replacing.gone.has(idOf(each))));
  if (left.length !== 1) return undefined;
  const peers = await replacing.peers();
  const meant = peers.filter((peer) => (peer.module as unknown) === module && peer.isFormer);
  return left.find((each) => meant.some((peer) => module.removal?.id?.(peer.now as State, params) === idOf(each)));
}

const isUnwanted = (params: object): boolean => 'state' in params && params.state === 'absent';

/** The error for who did not allow it. */
export function mustReplace(name: string, differences: readonly FixedDifference[]): PlayError {
  return new PlayError({
    code: 'must-replace',
    message: `${name} must be replaced: AWS cannot change ${inWords(differences)} in place`,
    hint: 'see what goes with it with --check, then run with --allow-replace; or undo the change',
  });
}

/** `port 80 → 81, protocol HTTP → HTTPS`. */
export const inWords = (differences: readonly FixedDifference[]): string =>
  differences.map(({ property, now, want }) => `${property} ${spell(now)} → ${spell(want)}`).join(', ');

const spell = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '(none)' : JSON.stringify(value);

import { isOwned, type Owner, ownerIn, ownershipTags } from '../aws/ownership.ts';
import type { Tags } from '../aws/tags.ts';
import type { World } from '../aws/world.ts';
import type { Resource } from '../modules/module.ts';
import type { Infer } from '../schema/infer.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { Unknown } from '../template/values.ts';

/** In whose name a run makes things. */
export interface Ownership {
  readonly owner: Owner;
  /** Take over what is there and nobody owns (`--adopt`). */
  readonly adopt: boolean;
}

/**
 * The parameters with the owner's tags among `tags`, where the thing is about to be made, or to be taken over. What is there
 * otherwise keeps the owner it has, or none.
 */
export async function withOwner<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  params: Infer<S>,
  now: State | undefined,
  { world, owner, adopt }: Ownership & { readonly world: World },
): Promise<Infer<S>> {
  if (!Object.hasOwn(module.schema.properties, 'tags')) return params;
  const isNew = now === undefined || module.makesAnew?.(now, params);
  if (!isNew && !(adopt && ownerIn(await tagsOf(module, world, now, params)) === undefined)) return params;
  const { tags, purge_tags } = params as { tags?: Tags; purge_tags?: boolean };
  // Tags that are not known yet stay so: the owner's come with them when they are.
  if ((tags as unknown) instanceof Unknown) return params;
  const purge = tags === undefined && purge_tags !== undefined ? { purge_tags: false } : {};
  return { ...params, tags: { ...tags, ...ownershipTags(owner) }, ...purge } as Infer<S>;
}

/** The tags that tell whose a thing is. */
export async function tagsOf<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  world: World,
  now: State,
  params: Infer<S>,
): Promise<Tags | undefined> {
  if (module.removal?.tags) return module.removal.tags(world, now, params);
  return 'tags' in now ? (now.tags as Tags | undefined) : undefined;
}

/** Why a thing with these tags is not this playbook's to remove; undefined when it is. */
export function notOwned(tags: Tags | undefined, owner: Owner): string | undefined {
  if (isOwned(tags, owner)) return undefined;
  const other = ownerIn(tags);
  return other === undefined ? 'Play did not make it (a run with --adopt takes it over)' : `${other} made it`;
}

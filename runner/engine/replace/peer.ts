import type { World } from '../../aws/world.ts';
import type { Resource } from '../../modules/module.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';

/** Something that the playbook describes and that is there. */
export interface Peer {
  /** Title of its task, with its item. */
  readonly name: string;
  readonly module: Resource<ModuleSchema, object>;
  /** Names resolved to ids. */
  readonly params: Infer<ModuleSchema>;
  readonly world: World;
  readonly now: object;
  /** Only the owner's tags and its name tell that it is meant: a property that AWS fixes was another one. */
  readonly isFormer: boolean;
  /** The tags asked for leave its task out, so that this run would not make it again. */
  readonly isLeftOut: boolean;
}

/** The id by which others hang on it; undefined for what nothing can hang on. */
export const idOf = ({ module, now, params }: Pick<Peer, 'module' | 'now' | 'params'>): string | undefined =>
  module.removal?.id?.(now, params);

/** What hangs on the thing of that id, directly or not, in the playbook's order. */
export function hangingOn(id: string, peers: readonly Peer[]): readonly Peer[] {
  const going = new Set([id]);
  const found = new Set<Peer>();
  for (let more = true; more; ) {
    more = false;
    for (const peer of peers) {
      const own = idOf(peer);
      const { removal } = peer.module;
      if (own === undefined || going.has(own)) continue;
      if (!removal?.hangsOn?.(peer.now, peer.params).some((each) => going.has(each))) continue;
      going.add(own);
      found.add(peer);
      more = true;
    }
  }
  return peers.filter((peer) => found.has(peer));
}

import type { Resource } from '../../modules/module.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import type { Call } from '../call.ts';
import { worldOf } from '../run_aws.ts';
import { idOf, type Reading } from './reading.ts';

/**
 * What the owner made for a description that nothing fits, before a property that AWS fixes was changed in it; undefined when
 * there is no telling which thing is meant.
 */
export async function formerOf(
  call: Call,
  module: Resource<ModuleSchema, object>,
  params: Infer<ModuleSchema>,
  { described, claimed, former }: Reading,
): Promise<object | undefined> {
  const { ownership } = call.running.frame.play.run.options;
  if (!module.predecessors || !ownership) return undefined;
  const taken = new Set([...claimed, ...described.map(idOf)]);
  const found = await module.predecessors(await worldOf(call, true), params, ownership.owner);
  const [only, ...others] = found.filter((now) => !taken.has(idOf({ module, now, params })));
  if (!only || others.length > 0) return undefined;
  former.add(idOf({ module, now: only, params }) ?? '');
  return only;
}

/** Ids of what was taken for the former state of something, although another task describes it as it is. */
export function mistakenIn({ former }: Reading, { described }: Reading): string[] {
  const exact = new Set(described.filter(({ isFormer }) => !isFormer).map(idOf));
  return [...former].filter((id) => exact.has(id));
}

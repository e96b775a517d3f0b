import { type Place, PlayError } from '../diagnostics.ts';
import type { AnyModule } from '../modules/module.ts';
import { findModule, moduleNames } from '../modules/registry.ts';
import { didYouMean } from '../schema/distance.ts';
import { createRevalidate, type Revalidate } from '../schema/revalidate.ts';
import type { ModuleSchema } from '../schema/schema.ts';

export interface LoadedModule {
  readonly name: string;
  readonly schema: ModuleSchema;
  readonly module: AnyModule;
  readonly validate: Revalidate;
  /** Takes the parameters that say how AWS is reached. */
  readonly isAws: boolean;
}

const aws = new Set<ModuleSchema['collection']>(['amazon.aws', 'community.aws', 'play.aws']);
const loaded = new Map<string, LoadedModule>();

/** A module that has been loaded under this name before. */
export const loadedModule = (asked: string): LoadedModule | undefined => loaded.get(asked);

/** A module by the name a task uses, loaded when first used. */
export async function loadModule(asked: string, place: Place): Promise<LoadedModule> {
  const known = loaded.get(asked);
  if (known) return known;
  const entry = findModule(asked);
  if (!entry?.module) {
    const hint = didYouMean(asked, moduleNames());
    const message = `there is no module "${asked}"`;
    throw new PlayError({ code: 'module-unknown', message, place, ...(hint === undefined ? {} : { hint }) });
  }
  const [schema, module, rules = []] = await Promise.all([entry.schema(), entry.module(), entry.rules?.()]);
  const validate = createRevalidate(schema, { name: asked, rules });
  const found = { name: entry.name, schema, module, validate, isAws: aws.has(schema.collection) };
  loaded.set(asked, found);
  return found;
}

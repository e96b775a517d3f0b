import { join } from 'node:path';
import { toBoolean } from '../schema/scalars.ts';
import { type Frame, sourceOf } from './context.ts';
import { findRoleFiles } from './find_file.ts';
import { at, child, isList, isMapping, type Node } from './node.ts';
import { describe, report } from './read_keywords.ts';
import { readRoleEntry } from './role_entry.ts';
import { type RoleRequest, readRoleUses } from './roles.ts';
import type { At, Keywords, Role, RoleUse } from './types.ts';

export interface RoleMeta {
  readonly file?: string;
  readonly dependencies?: Node;
  readonly allow_duplicates: boolean;
  readonly argument_specs?: At;
}

/** What `meta/main.yml` and `meta/argument_specs.yml` say. */
export function roleMeta(path: string, frame: Frame): RoleMeta {
  const [file] = findRoleFiles(join(path, 'meta'), 'main');
  const [specsFile] = findRoleFiles(join(path, 'meta'), 'argument_specs');
  const main = file === undefined ? undefined : mappingOf(file, frame);
  const specs = specsFile === undefined ? main : mappingOf(specsFile, frame);
  const dependencies = main && child(main, 'dependencies');
  const argumentSpecs = specs && child(specs, 'argument_specs');
  return {
    ...(file === undefined ? {} : { file }),
    ...(dependencies ? { dependencies } : {}),
    allow_duplicates: toBoolean((main && child(main, 'allow_duplicates')?.value) ?? false) ?? false,
    ...(argumentSpecs ? { argument_specs: at(argumentSpecs) } : {}),
  };
}

function mappingOf(file: string, frame: Frame): Node | undefined {
  const { root } = sourceOf(frame.context, file);
  if (root === undefined || root.value === null || isMapping(root)) return root;
  report(frame, 'meta-type', `a role's meta file must hold a mapping, not ${describe(root.value)}`, root.place);
  return undefined;
}

/** The uses that `dependencies:` asks for, each with its own before it. */
export function dependencyUses(meta: RoleMeta, parent: RoleRequest, role: Role, frame: Frame): readonly RoleUse[] {
  const { vars } = parent.keywords;
  const dependents = [{ role, ...(vars ? { vars } : {}) }, ...(parent.dependents ?? [])];
  const { dependencies, file } = meta;
  if (!dependencies || dependencies.value === null || file === undefined) return [];
  if (!isList(dependencies)) {
    const message = `dependencies must be a list of roles, not ${describe(dependencies.value)}`;
    report(frame, 'meta-type', message, dependencies.place);
    return [];
  }
  const inner = { ...frame, file };
  return dependencies.items.flatMap((item) => {
    const request = readRoleEntry(item, 'dependency', inner);
    if (!request) return [];
    const keywords = inherit(parent.keywords, request.keywords);
    const params = { ...parent.params, ...request.params };
    return readRoleUses({ ...request, keywords, params, dependents, own: request }, inner);
  });
}

/** What holds for a role holds for its dependencies: conditions and tags add up, single values are the nearest one's. */
function inherit(outer: Keywords, own: Keywords): Keywords {
  const { name: _, vars: __, ...rest } = outer;
  return {
    ...rest,
    ...own,
    tags: [...outer.tags, ...own.tags],
    when: [...outer.when, ...own.when],
    environment: [...outer.environment, ...own.environment],
    module_defaults: [...outer.module_defaults, ...own.module_defaults],
  };
}

import type { Diagnostic } from '../diagnostics.ts';
import type { At, Entry, Play } from '../playbook/types.ts';
import { didYouMean } from '../schema/distance.ts';
import { Template } from '../template/template.ts';
import type { Walk } from './sites.ts';

/** `notify` of something that no handler of the play is called or listens to. Names that are templates are left to the run. */
export function missingHandlers(walk: Walk, play: Play): Diagnostic[] {
  if (walk.dynamic.length > 0) return [];
  const known = new Set<string>();
  let templated = false;
  const add = ({ value }: At, role?: string) => {
    if (value instanceof Template) templated = true;
    known.add(String(value));
    if (role !== undefined) known.add(`${role} : ${String(value)}`);
  };
  const enter = (entries: readonly Entry[], role?: string): void => {
    for (const entry of entries) {
      if (entry.kind === 'role') continue;
      if (entry.kind === 'block') {
        enter(entry.block, role);
        continue;
      }
      if (entry.name) add(entry.name, role);
      for (const topic of entry.listen) add(topic, role);
    }
  };
  const { sites, roles } = walk.parts.get(play)!;
  enter(play.handlers);
  for (const { use } of roles) enter(use.handlers, use.role.name);
  for (const { task, handler, role } of sites) if (handler) enter([task], role?.role.name);
  if (templated) return [];
  const notices = sites.flatMap(({ task }) => task.notify);
  return notices
    .filter(({ value }) => !(value instanceof Template) && !known.has(String(value)))
    .map(({ value, place }) => {
      const name = String(value);
      const hint = didYouMean(name, known) ?? 'add a handler of that name, or one that listens to it';
      return { code: 'handler-missing', message: `no handler is called "${name}" or listens to it`, place, hint };
    });
}

import type { Frame } from '../frame.ts';
import { anyVariable } from '../partial/needs.ts';
import { engineModule } from '../task_info.ts';
import { edgesOf } from './edges.ts';
import { namesSet, type Profile, profileOf, type Step } from './profile.ts';
import type { Edge } from './reasons.ts';
import type { Section, Unit } from './units.ts';

/** A section of a play as a graph: its units in order, and what each waits for. Edges name units by their ids. */
export interface Graph {
  readonly section: Section['name'];
  readonly units: readonly Unit[];
  readonly edges: readonly Edge[];
  readonly profiles: readonly Profile[];
}

/** Looks through the units of a section. `before`: names that are set before it and that this analysis cannot know. */
export async function graphOf(section: Section, frame: Frame, before: ReadonlySet<string> = new Set()): Promise<Graph> {
  const { name, units } = section;
  const profiles = await profilesOf(units, frame, before);
  const edges = edgesOf(profiles).map(({ from, to, reasons }) => ({
    from: units[from]!.id,
    to: units[to]!.id,
    reasons,
  }));
  return { section: name, units, edges, profiles };
}

const isInclude = (step: Step): boolean =>
  step.kind === 'task' && engineModule(step.node.task)?.startsWith('include') === true;

/** Includes are looked into twice: what they name may hang on what is set inside of others. */
async function profilesOf(
  units: readonly Unit[],
  frame: Frame,
  before: ReadonlySet<string>,
): Promise<readonly Profile[]> {
  const profileAll = async (settable: ReadonlySet<string>) => {
    const profiles: Profile[] = [];
    for (const unit of units) profiles.push(await profileOf(unit, frame, settable));
    return profiles;
  };
  const first = await profileAll(before);
  if (!first.some(({ steps }) => steps.some(isInclude))) return first;
  const settable = new Set([...before, ...settableIn(first)]);
  return settable.size === 0 ? first : profileAll(settable);
}

/** Names that units set; any name when some unit cannot be seen through. */
export function settableIn(profiles: readonly Profile[]): readonly string[] {
  const names = profiles.flatMap(namesSet).map(({ name }) => name);
  return profiles.some(({ barrier }) => barrier !== undefined) ? [...names, anyVariable] : names;
}

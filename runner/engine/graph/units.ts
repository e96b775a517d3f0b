import type { Entry, Play } from '../../playbook/types.ts';
import { Template } from '../../template/template.ts';
import { engineModule } from '../task_info.ts';

/** The parts of a play between which everything waits: the notified handlers run at the end of each. */
export type SectionName = 'pre_tasks' | 'roles and tasks' | 'post_tasks';

/** What runs as a whole, in order inside: a role, a block or an include of the play, or tasks of the play in a row. */
export interface Unit {
  /** Its position in the play. */
  readonly id: number;
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** A section of a play with its units in order. */
export interface Section {
  readonly name: SectionName;
  readonly entries: readonly Entry[];
  readonly units: readonly Unit[];
}

/** The sections of a play in their order. */
export function sectionsOf(play: Play): readonly Section[] {
  const lists: readonly (readonly [SectionName, readonly Entry[]])[] = [
    ['pre_tasks', play.pre_tasks],
    ['roles and tasks', [...play.roles, ...play.tasks]],
    ['post_tasks', play.post_tasks],
  ];
  const titles = new Map<string, number>();
  const distinct = (title: string) => {
    const count = (titles.get(title) ?? 0) + 1;
    titles.set(title, count);
    return count === 1 ? title : `${title} (${count})`;
  };
  let id = 0;
  return lists.map(([name, entries]) => ({
    name,
    entries,
    units: groupsOf(entries).map((group) => ({ id: id++, title: distinct(titleOf(group)), entries: group })),
  }));
}

/** Tasks in a row are one; everything else stands for itself. */
function groupsOf(entries: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  let tasks: Entry[] | undefined;
  for (const entry of entries) {
    if (!isPlainTask(entry)) tasks = undefined;
    else if (tasks) {
      tasks.push(entry);
      continue;
    }
    const group = [entry];
    groups.push(group);
    if (isPlainTask(entry)) tasks = group;
  }
  return groups;
}

const isInclude = (entry: Entry) => entry.kind === 'task' && engineModule(entry)?.startsWith('include') === true;
const isPlainTask = (entry: Entry) => entry.kind === 'task' && !isInclude(entry);

function titleOf([first, ...more]: readonly Entry[]): string {
  const title = nameOf(first!);
  return more.length === 0 ? title : `${title} … (${more.length + 1} tasks)`;
}

function nameOf(entry: Entry): string {
  if (entry.kind === 'role') return entry.role.name;
  const written = entry.name?.value;
  if (written !== undefined) return written instanceof Template ? written.text : String(written);
  if (entry.kind === 'task') return entry.module.value;
  const [inside] = entry.block;
  return inside ? nameOf(inside) : 'block';
}

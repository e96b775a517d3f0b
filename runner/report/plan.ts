import type { Recap } from '../engine/events.ts';
import type { Plan, Planned, PlannedKind } from '../engine/planned.ts';
import type { Paint, Style } from './paint.ts';
import { itemText } from './result_text.ts';

const looks: Readonly<Record<PlannedKind, { sign: string; style: Style; verb: string; needs?: string }>> = {
  created: { sign: '+', style: 'green', verb: 'to create' },
  changed: { sign: '~', style: 'yellow', verb: 'to change' },
  replaced: { sign: '±', style: 'magenta', verb: 'to replace', needs: ' (with --allow-replace)' },
  removed: { sign: '-', style: 'red', verb: 'to remove' },
  may_run: { sign: '?', style: 'cyan', verb: 'may run' },
};

/** What check mode found to do, role by role, and how much of it; nothing after a real run. */
export function planLines({ plan, failed, interrupted }: Recap, paint: Paint): string[] {
  if (!plan) return [];
  const complete = failed === 0 && !interrupted;
  if (complete && plan.roles.length === 0) return ['plan: nothing to do'];
  return [
    ...plan.roles.flatMap(({ role, changes }) => [
      paint('bold', role ?? '(no role)'),
      ...changes.flatMap((each) => lines(each, paint)),
    ]),
    `plan${complete ? '' : ' (incomplete)'}: ${totals(plan, paint)}`,
  ];
}

/** A new thing is told by its first step: the others only complete it. */
function lines({ kind, task, item, steps }: Planned, paint: Paint): string[] {
  const { sign, style } = looks[kind];
  const named = item === undefined ? task : `${task} (${itemText(item)})`;
  const [first = named, ...more] = kind === 'may_run' ? [named] : steps;
  const told = kind === 'created' ? [first] : [first, ...more];
  return told.map((text, index) => `  ${paint(style, index === 0 ? sign : ' ')} ${text}`);
}

/** `14 to create, 1 to change, 0 to replace, 0 to remove, 1 may run`. */
function totals({ totals: counts }: Plan, paint: Paint): string {
  const parts = Object.entries(looks).map(([kind, { style, verb, needs }]) => {
    const count = counts[kind as PlannedKind];
    return count === 0 ? `${count} ${verb}` : paint(style, `${count} ${verb}${needs ?? ''}`);
  });
  return parts.join(', ');
}

import { placeText } from '../check/render.ts';
import type { Explanation, Told } from '../check/why/explain.ts';
import { Template } from '../template/template.ts';

const heads: Readonly<Record<Explanation['scope']['kind'], string>> = {
  play: 'the play',
  role: 'the role',
  task: 'the task',
};

/** For each scope the value, what set it, and below it what it overrode, the strongest first. */
export function whyText(variable: string, explanations: readonly Explanation[]): string {
  return explanations.map((each) => scopeText(variable, each)).join('\n');
}

function scopeText(variable: string, { scope, rungs }: Explanation): string {
  const [winner, ...others] = rungs;
  const width = Math.max(...rungs.map((rung) => levelText(rung).length));
  const lines = [
    `${variable} in ${heads[scope.kind]} "${scope.name}"`,
    `  ${indented(valueText(winner!))}`,
    `  set by    ${whereText(winner!, width)}`.trimEnd(),
    ...writtenText(winner!),
    ...others.map((rung) => `  overrides ${whereText(rung, width)}   ${short(valueText(rung))}`),
  ];
  return `${lines.join('\n')}\n`;
}

const words: Readonly<Partial<Record<Told['level'], string>>> = {
  'extra vars': 'extra vars (-e)',
  'loop variables': 'the loop of the task',
  'magic variables': 'Play itself',
  registered: 'registered',
  'inventory vars': 'group_vars or host_vars',
};

function whereText(rung: Told, width: number): string {
  const { at } = rung;
  // What comes from the command line has no place in a file.
  return `${levelText(rung).padEnd(width)}${at && at.place.file !== '-e' ? `   ${placeText(at.place)}` : ''}`;
}

const levelText = ({ level, task }: Told): string =>
  `${words[level] ?? level}${task ? ` by the task "${taskName(task)}"` : ''}`;

const taskName = ({ task }: NonNullable<Told['task']>) => {
  const name = task.name?.value ?? task.module.value;
  return name instanceof Template ? name.text : String(name);
};

/** A template that made the value, as it was written. */
const writtenText = ({ at, value }: Told): string[] =>
  at?.value instanceof Template && value.kind !== 'secret' ? [`  written   ${short(at.value.text)}`] : [];

/** The value as a person reads it. */
function valueText({ value }: Told): string {
  if (value.kind === 'secret') return '********';
  if (value.kind === 'open')
    return value.from.length > 0 ? `(known after apply: it needs ${value.from.join(', ')})` : '(known after apply)';
  return typeof value.value === 'string' ? value.value : JSON.stringify(value.value, undefined, 2);
}

const indented = (text: string) => text.replaceAll('\n', '\n  ');

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

import type { Explanation, Told } from '../check/why/explain.ts';
import { Template } from '../template/template.ts';

/** The same as one document: for each scope its definitions, the one that counts first. */
export function whyJson(variable: string, explanations: readonly Explanation[]): string {
  const scopes = explanations.map(({ scope, rungs }) => ({
    scope: scope.kind,
    name: scope.name,
    ...valueOfRung(rungs[0]!),
    definitions: rungs.map(definition),
  }));
  return `${JSON.stringify({ variable, scopes }, undefined, 2)}\n`;
}

const definition = (rung: Told) => ({
  level: rung.level,
  // What comes from the command line stands in no file.
  ...(rung.at &&
    rung.at.place.file !== '-e' && {
      file: rung.at.place.file,
      line: rung.at.place.line,
      column: rung.at.place.column,
    }),
  ...(rung.task && { task: nameOf(rung.task.task.name?.value ?? rung.task.task.module.value) }),
  ...(rung.at?.value instanceof Template && rung.value.kind !== 'secret' && { written: rung.at.value.text }),
  ...valueOfRung(rung),
});

/** `value` where it is known; what is secret or comes with the run says so instead. */
function valueOfRung({ value }: Told) {
  if (value.kind === 'known') return { value: value.value };
  return value.kind === 'secret'
    ? { secret: true }
    : { unknown: true, ...(value.from.length > 0 && { needs: value.from }) };
}

const nameOf = (value: unknown) => (value instanceof Template ? value.text : String(value));

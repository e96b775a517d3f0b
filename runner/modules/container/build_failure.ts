import { stripVTControlCharacters } from 'node:util';
import type { Builder } from './docker_builder.ts';

/** Where a build stopped, as far as its output tells. */
export interface BuildFailure {
  /** The instruction, as the builder prints it. */
  readonly step: string | undefined;
  readonly reason: string;
  /** The last lines that the step printed. */
  readonly lines: readonly string[];
}

const shown = 10;

/** Finds the step that failed and its last lines; what builders print around them is left out. */
export function buildFailure(builder: Builder, output: string): BuildFailure {
  const lines = stripVTControlCharacters(output)
    .split(/\r?\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const found = builder === 'buildah' ? inBuildah(lines) : builder === 'legacy' ? inLegacy(lines) : inBuildKit(lines);
  return { ...found, reason: shortened(found.reason), lines: found.lines.slice(-shown) };
}

/** `#6 [build 3/3] RUN …`, `#6 0.169 what it said`, `#6 ERROR: why`. */
function inBuildKit(lines: readonly string[]): BuildFailure {
  const [, id, why] = lines.map((line) => /^#(\d+) ERROR: (.*)$/.exec(line)).findLast((match) => match) ?? [];
  if (id === undefined) return unplaced(lines);
  const of = (pattern: string) => lines.flatMap((line) => new RegExp(`^#${id} ${pattern}$`).exec(line)?.[1] ?? []);
  const [step] = of('(\\[.*)');
  const said = of('\\d+\\.\\d+ (.*)');
  return { step, reason: why ?? '', lines: said.filter((line) => line.trim() !== '') };
}

/** `Step 3/5 : RUN …`, what it said among notes of the builder, and why on the last line. */
function inLegacy(lines: readonly string[]): BuildFailure {
  const at = lines.findLastIndex((line) => /^Step \d+\/\d+ : /.test(line));
  if (at < 0) return unplaced(lines);
  const said = lines
    .slice(at + 1, -1)
    .filter((line) => !/^ ---> |^Removing intermediate container |^\[Warning\] /.test(line));
  return { step: lines[at]!.replace(/^Step (\d+\/\d+) : /, '[$1] '), reason: lines.at(-1) ?? '', lines: said };
}

/** `STEP 3/5: RUN …` (`[1/2] STEP …` where there are stages), what it said, and `Error: …`. */
function inBuildah(lines: readonly string[]): BuildFailure {
  const at = lines.findLastIndex((line) => /^(\[\d+\/\d+\] )?STEP \d+\/\d+: /.test(line));
  if (at < 0) return unplaced(lines);
  const said = lines.slice(at + 1).filter((line) => !/^Error: |^time="/.test(line));
  const why = lines.findLast((line) => line.startsWith('Error: '))?.replace(/^Error: /, '');
  return { step: lines[at]!.replace(/STEP (\d+\/\d+): /, '[$1] '), reason: why ?? '', lines: said };
}

/** A Dockerfile that is not understood, a base image that is not there …: no step was begun. */
function unplaced(lines: readonly string[]): BuildFailure {
  return { step: undefined, reason: lines.slice(-shown).join('\n') || 'without a word', lines: [] };
}

/** A command that failed is told by its step already: its exit code is all that is new. */
function shortened(reason: string): string {
  const exit = /(?:exit (?:code|status):? |non-zero code: )(\d+)$/.exec(reason.trim());
  return exit ? `exit code ${exit[1]}` : reason;
}

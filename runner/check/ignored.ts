import type { Diagnostic, Place } from '../diagnostics.ts';
import type { LoadContext } from '../playbook/context.ts';
import type { Ignore } from '../playbook/ignores.ts';
import { didYouMean } from '../schema/distance.ts';
import { ruleNotes } from './aws/rule_notes.ts';
import { codes } from './codes.ts';
import type { Site } from './sites.ts';

/**
 * Leaves out what comments `# play: ignore CODE` switch off: on the line of the mistake or the one above, at any place it is about, or
 * where the task begins. Codes that do not exist are mistakes of their own; a comment that switches nothing off gets a warning.
 */
export function withoutIgnored(
  diagnostics: readonly Diagnostic[],
  context: LoadContext,
  sites: readonly Site[],
): Diagnostic[] {
  const ignores = [...context.sources.values()].flatMap((source) => source.ignores ?? []);
  if (ignores.length === 0) return [...diagnostics];
  const firstLines = taskLines(sites);
  const used = new Set<Ignore['codes'][number]>();
  const kept = diagnostics.filter((diagnostic) => {
    if (!Object.hasOwn(ruleNotes, diagnostic.code)) return true;
    const lines = linesOf(diagnostic, firstLines);
    const found = ignores.flatMap((ignore) =>
      isFor(ignore, lines) ? ignore.codes.filter(({ code }) => code === diagnostic.code) : [],
    );
    for (const each of found) used.add(each);
    return found.length === 0;
  });
  return [...kept, ...ignores.flatMap((ignore) => problemsOf(ignore, used))];
}

type TaskLines = ReadonlyMap<string, readonly number[]>;

/** The lines that tasks begin at, by file, in order. */
function taskLines(sites: readonly Site[]): TaskLines {
  const lines = new Map<string, Set<number>>();
  for (const { task } of sites) {
    const known = lines.get(task.place.file) ?? new Set();
    lines.set(task.place.file, known.add(task.place.line));
  }
  return new Map([...lines].map(([file, all]) => [file, [...all].sort((a, b) => a - b)]));
}

/** Lines that a comment for a mistake may stand at. */
function linesOf({ place, related = [] }: Diagnostic, firstLines: TaskLines): readonly Place[] {
  const places = [...(place ? [place] : []), ...related.map((each) => each.place)];
  return places.flatMap((each) => {
    const line = firstLines.get(each.file)?.findLast((first) => first <= each.line);
    return line === undefined ? [each] : [each, { ...each, line }];
  });
}

const isFor = ({ place, isAlone }: Ignore, lines: readonly Place[]): boolean =>
  lines.some(({ file, line }) => file === place.file && (line === place.line || (isAlone && line === place.line + 1)));

function problemsOf(ignore: Ignore, used: ReadonlySet<Ignore['codes'][number]>): Diagnostic[] {
  if (ignore.codes.length === 0) return [nothingNamed(ignore)];
  return ignore.codes.flatMap((each) => {
    if (used.has(each)) return [];
    return [Object.hasOwn(ruleNotes, each.code) ? unused(each) : unknownCode(each)];
  });
}

const nothingNamed = ({ place }: Ignore): Diagnostic => ({
  code: 'ignore-code',
  message: 'this comment does not say what to ignore',
  place,
  hint: 'name the codes of rules: # play: ignore subnet-range',
});

function unknownCode({ code, place }: Ignore['codes'][number]): Diagnostic {
  const known = Object.hasOwn(codes, code);
  const message = known ? `"${code}" cannot be ignored: it is no rule of AWS` : `there is no rule "${code}"`;
  const hint = known ? 'docs/RULES.md lists the rules' : didYouMean(code, Object.keys(ruleNotes));
  return { code: 'ignore-code', message, place, hint: hint ?? 'docs/RULES.md lists the rules' };
}

const unused = ({ code, place }: Ignore['codes'][number]): Diagnostic => ({
  code: 'ignore-unused',
  message: `nothing here breaks the rule "${code}"`,
  place,
  hint: 'leave the comment out',
  level: 'warning',
});

import type { Diagnostic, Place } from '../diagnostics.ts';
import { assured } from './analysis/assured.ts';
import { collectProblems, type Problem } from './analysis/problems.ts';
import { type Reads, readsOf } from './analysis/reads.ts';
import type { Origin } from './compile/frame.ts';
import type { Body, Expression } from './syntax/ast.ts';

/** A variable that a template reads. */
export interface FreeVariable {
  readonly name: string;
  readonly place: Place | undefined;
  /** It may be undefined: `default`, `is defined` or a condition takes care of that. */
  readonly guarded: boolean;
}

/** What can be said about a template without running it. */
export interface Analysis {
  freeVariables(origin: Origin): readonly FreeVariable[];
  problems(origin: Origin): readonly Diagnostic[];
  /** It reads variables by names that only a run can tell. */
  readonly readsAnyVariable: boolean;
  /** Names that are defined when it holds. */
  readonly assures: ReadonlySet<string>;
}

export const analyseTemplate = (body: Body): Analysis => analysis(readsOf(body), body, new Set());

export const analyseExpression = (tree: Expression): Analysis => analysis(readsOf(tree), tree, assured(tree, true));

function analysis({ names, any }: Reads, part: Body | Expression, assures: ReadonlySet<string>): Analysis {
  let found: readonly Problem[] | undefined;
  return {
    freeVariables: (origin) =>
      [...names].map(([name, { at, width, guarded }]) => ({ name, guarded, place: origin.place(at, width) })),
    problems: (origin) => {
      found ??= collectProblems(part);
      return found.map(({ at, width, ...problem }) => {
        const place = origin.place(at, width);
        return place ? { ...problem, place } : problem;
      });
    },
    readsAnyVariable: any,
    assures,
  };
}

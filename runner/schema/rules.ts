import type { Problem } from './problem.ts';

/**
 * A rule over several parameters of one module that JSON Schema cannot say: Fargate's CPU and memory sizes, a subnet inside its VPC's
 * range, a health check's timeout below its interval. A schema file lists its rules under the schema's name:
 *
 *     export const ecsTaskdefinitionRules: readonly Rule[] = [fargateSizes];
 *
 * `scripts/generate.mjs` finds them by that name. A rule gets parameters that have passed the schema, defaults filled in; each may
 * still be a `Template` or `Unknown`, so a rule looks at a value only after `typeof` has told what it is. It returns what is wrong, with
 * the path of the parameter to blame. Rules hold for literals before the run, and once more for rendered values.
 */
export type Rule = (params: Readonly<Record<string, unknown>>) => Iterable<RuleProblem>;

/** What a rule finds: where, what, and what to do. Its code is `rule` when it names none. */
export type RuleProblem = Pick<Problem, 'message' | 'path'> & Partial<Pick<Problem, 'code' | 'hint' | 'of'>>;

/** The problems that all rules find together. */
export function checkRules(rules: readonly Rule[], params: Readonly<Record<string, unknown>>): Problem[] {
  return rules.flatMap((rule) => [...rule(params)].map((problem) => ({ code: 'rule', ...problem })));
}

import type { Explanation } from '../check/why/explain.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { namedSecrets } from '../engine/environment_secrets.ts';
import { createRedactor, type Redactor } from '../engine/redact.ts';
import { loadGiven } from './load_given.ts';
import type { PlayOptions } from './options.ts';
import { withoutSecrets } from './without_secrets.ts';

/**
 * Why a variable has its value, for the tasks of a name or for plays and roles; nothing is run, and a playbook with mistakes may be
 * asked, too. Throws PlayError `usage` for names that do not exist.
 */
export async function why(
  options: PlayOptions & { readonly variable: string; readonly task?: string },
): Promise<{ readonly explanations?: readonly Explanation[]; readonly diagnostics: readonly Diagnostic[] }> {
  const redactor = createRedactor();
  const { loaded, extraVars, problems } = await loadGiven(options, redactor);
  const diagnostics = [...problems, ...(loaded.playbook ? [] : loaded.diagnostics)];
  if (diagnostics.length > 0) return { diagnostics: diagnostics.map((each) => withoutSecrets(each, redactor)) };
  const { explainVariable } = await import('../check/why/explain.ts');
  const explanations = explainVariable(loaded, options.variable, options.task);
  const values = explanations.flatMap(({ rungs }) =>
    rungs.flatMap(({ value }) => (value.kind === 'known' ? [value.value] : [])),
  );
  const told = values.map((value) => [options.variable, value] as const);
  for (const [name, value] of [...Object.entries(extraVars), ...told])
    for (const secret of namedSecrets(name, value)) redactor.add(secret);
  return { explanations: explanations.map((each) => withoutSecretValues(each, redactor)), diagnostics: [] };
}

/** What is told of values is redacted; where they stand is not. */
const withoutSecretValues = ({ scope, rungs }: Explanation, { redact }: Redactor): Explanation => ({
  scope,
  rungs: rungs.map(({ value, ...rung }) => ({ ...rung, value: redact(value) })),
});

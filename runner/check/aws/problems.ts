import type { Diagnostic } from '../../diagnostics.ts';
import type { Deployment } from './deployment.ts';
import { ruleNotes } from './rule_notes.ts';
import { awsRules } from './rules/index.ts';

/** What the rules of AWS find in a playbook: mistakes, and warnings where AWS may yet have what is missing. */
export const awsProblems = (deployment: Deployment): Diagnostic[] =>
  awsRules.flatMap(({ code, find }) => {
    const isWarning = ruleNotes[code]?.level === 'warning';
    return [...find(deployment)].map((finding) => ({
      ...finding,
      code,
      ...(isWarning && { level: 'warning' as const }),
    }));
  });

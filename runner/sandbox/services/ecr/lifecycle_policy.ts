import { invalidParameter } from './lookup.ts';

type Json = Readonly<Record<string, unknown>>;

/** The policy without white space, when it is one: ECR user guide, "Lifecycle policy parameters". */
export function requireLifecyclePolicy(text: string | undefined): string {
  const policy = parse(text);
  const rules = policy['rules'];
  if (!Array.isArray(rules) || rules.length === 0) throw refused('object has missing required properties (["rules"])');
  const priorities = rules.map((rule) => requireRule(rule as Json));
  if (new Set(priorities).size < priorities.length) throw refused('rules must have unique priorities');
  return JSON.stringify(policy);
}

function parse(text: string | undefined): Json {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Json;
  } catch {
    throw refused('could not map policyString into LifecyclePolicy.');
  }
  throw refused('could not map policyString into LifecyclePolicy.');
}

function requireRule(rule: Json): number {
  const {
    rulePriority: priority,
    selection,
    action,
  } = rule as { rulePriority?: unknown; selection?: Json; action?: Json };
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 1) {
    throw refused('rulePriority must be an integer of at least 1');
  }
  if (!['expire', 'transition'].includes(String(action?.['type']))) throw refused('action.type must be "expire"');
  const { tagStatus, countType, countNumber, countUnit, tagPrefixList, tagPatternList } = selection ?? {};
  if (!['tagged', 'untagged', 'any'].includes(String(tagStatus))) {
    throw refused('selection.tagStatus must be one of tagged, untagged and any');
  }
  const hasTags = [tagPrefixList, tagPatternList].some((list) => Array.isArray(list) && list.length > 0);
  if ((tagStatus === 'tagged') !== hasTags) {
    throw refused('selection.tagPrefixList or tagPatternList belongs to the tag status tagged, and to no other');
  }
  if (typeof countNumber !== 'number' || countNumber < 1) throw refused('selection.countNumber must be at least 1');
  if (countType === 'imageCountMoreThan' ? countUnit !== undefined : countUnit !== 'days') {
    throw refused('selection.countUnit must be "days" with a count since a time, and is left out otherwise');
  }
  if (!/^(imageCountMoreThan|since\w+)$/.test(String(countType)))
    throw refused(`unknown selection.countType ${countType}`);
  return priority;
}

function refused(reason: string) {
  return invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${reason}`);
}

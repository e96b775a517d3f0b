import { invalid } from './refuse.ts';
import type { StackRecord } from './state.ts';

/** What an update may do to a resource. */
export type PolicyAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete';

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Why the stack's policy does not let an update do this; without a policy, everything may be done. */
export function policyDenial(
  stack: StackRecord,
  resource: { readonly logicalId: string; readonly type: string },
  action: PolicyAction,
): string | undefined {
  const text = stack.policyDuringUpdate ?? stack.policy;
  if (text === undefined) return undefined;
  const statements = [(JSON.parse(text) as { Statement?: Statement | Statement[] }).Statement ?? []].flat();
  const meant = (statement: Statement) => isMeant(statement, resource, action);
  const denying = statements.findIndex((statement) => statement.Effect === 'Deny' && meant(statement));
  const where = `for resource [LogicalResourceId/${resource.logicalId}]`;
  if (denying >= 0) {
    return `Action denied by stack policy: Statement [#${denying + 1}] does not allow [${action}] ${where}`;
  }
  const isAllowed = statements.some((statement) => statement.Effect === 'Allow' && meant(statement));
  return isAllowed ? undefined : `Action not allowed by stack policy: no statement allows [${action}] ${where}`;
}

function isMeant(
  statement: Statement,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
  action: PolicyAction,
): boolean {
  const fits = (patterns: string | readonly string[] | undefined, text: string) =>
    [patterns ?? []].flat().some((pattern) => matches(pattern, text));
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  if (NotAction === undefined ? !fits(Action, action) : fits(NotAction, action)) return false;
  const id = `LogicalResourceId/${logicalId}`;
  if (NotResource === undefined ? !fits(Resource, id) : fits(NotResource, id)) return false;
  return Object.values(Condition ?? {}).every((test) => fits(test['ResourceType'], type));
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(text);
}

/** Refuses a stack policy that is none. */
export function checkedPolicy(body: string | undefined): string {
  if (body === undefined) throw invalid('You must specify either StackPolicyBody or StackPolicyURL');
  try {
    const policy = JSON.parse(body) as { readonly Statement?: unknown } | null;
    if (policy?.Statement) return body;
  } catch {
    // Said below.
  }
  throw invalid('Error validating stack policy: Invalid stack policy');
}

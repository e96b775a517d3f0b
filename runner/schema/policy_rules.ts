import type { Rule, RuleProblem } from './rules.ts';

type Dict = Readonly<Record<string, unknown>>;

/** What a policy's statements must name: what may be done and to what, or, in a trust policy, who may do it. */
export type PolicyKind = 'identity' | 'trust';

/**
 * The form of a policy document in a parameter, after IAM's reference of JSON policy elements: known version, at least one
 * statement, each with an effect, actions, and resources or principals. Parts that are not known yet are let pass.
 */
export const policyDocument = (parameter: string, kind: PolicyKind): Rule =>
  function* (params) {
    const value = params[parameter];
    const document = typeof value === 'string' ? parse(value) : value;
    if (document instanceof SyntaxError)
      yield {
        code: 'policy-json',
        message: `${parameter} is not valid JSON: ${document.message}`,
        hint: 'write the document as YAML, or check it with: python3 -m json.tool',
        path: [parameter],
      };
    else if (isDict(document)) {
      // A place inside JSON text cannot be pointed at.
      const at = (...path: (string | number)[]) => (typeof value === 'string' ? [parameter] : [parameter, ...path]);
      yield* documentProblems(document, kind, at);
    }
  };

type At = (...path: (string | number)[]) => (string | number)[];

function* documentProblems({ Version, Statement }: Dict, kind: PolicyKind, at: At): Generator<RuleProblem> {
  if (typeof Version === 'string' && !['2012-10-17', '2008-10-17'].includes(Version)) {
    const message = `Version "${Version}" is no version of the policy language`;
    yield { code: 'policy-version', message, hint: 'write "2012-10-17", in quotes', path: at('Version') };
  }
  if (Statement === undefined || (Array.isArray(Statement) && Statement.length === 0)) {
    yield { code: 'policy-statement', message: 'the policy has no Statement', path: at() };
    return;
  }
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  for (const [index, statement] of statements.entries())
    if (isDict(statement)) {
      const path = Array.isArray(Statement) ? at('Statement', index) : at('Statement');
      for (const message of statementProblems(statement, kind)) yield { code: 'policy-statement', message, path };
    }
}

function* statementProblems(statement: Dict, kind: PolicyKind): Generator<string> {
  const { Effect } = statement;
  const has = (...names: string[]) => names.some((name) => statement[name] !== undefined);
  if (Effect === undefined) yield 'the statement has no Effect; it is Allow or Deny';
  else if (typeof Effect === 'string' && Effect !== 'Allow' && Effect !== 'Deny')
    yield `Effect "${Effect}" is neither Allow nor Deny`;
  if (!has('Action', 'NotAction')) yield 'the statement has neither Action nor NotAction';
  if (kind === 'identity' && !has('Resource', 'NotResource'))
    yield 'the statement has neither Resource nor NotResource';
  if (kind === 'identity' && has('Principal', 'NotPrincipal'))
    yield 'an inline policy has no Principal: it is its owner';
  if (kind === 'trust' && !has('Principal', 'NotPrincipal')) yield 'the statement has no Principal: who may take it on';
  if (kind === 'trust' && has('Resource', 'NotResource')) yield 'a trust policy has no Resource: it is the role';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

import { ServiceError } from '../../wire/errors.ts';
import { limitExceeded } from './refuse.ts';

type Json = Readonly<Record<string, unknown>>;

/** A document as IAM answers it: URL-encoded (RFC 3986), which clients have to undo. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Refuses a document that is no policy for identities. Rules: IAM user guide, "Grammar of the IAM JSON policy language". */
export function requireIdentityPolicy(document: string | undefined): string {
  for (const statement of statementsOf(document)) {
    if ('Principal' in statement || 'NotPrincipal' in statement) {
      throw malformed('Policy document should not specify a principal.');
    }
    if (!('Resource' in statement) && !('NotResource' in statement)) {
      throw malformed('Policy statement must contain resources.');
    }
    for (const resource of listOf(statement['Resource'] ?? statement['NotResource'])) {
      if (resource !== '*' && !resource.startsWith('arn:')) {
        throw malformed(`Resource ${resource} must be in ARN format or "*".`);
      }
    }
    for (const action of actionsOf(statement)) {
      if (action !== '*' && !/^[\w-]+:/.test(action)) {
        throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
      }
    }
  }
  return document as string;
}

/** The trust policy that IAM keeps: checked, and with the principals in its own spelling. */
export function requireTrustPolicy(document: string | undefined): string {
  for (const statement of statementsOf(document)) {
    if ('Resource' in statement || 'NotResource' in statement) {
      throw malformed('AssumeRole policy: Has prohibited field Resource.');
    }
    if (!('Principal' in statement) && !('NotPrincipal' in statement)) {
      throw malformed('AssumeRole policy must contain principals.');
    }
    if (actionsOf(statement).some((action) => !/^(\*|sts:.*)$/i.test(action))) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
  const policy = JSON.parse(document as string) as Json;
  const statements = Array.isArray(policy['Statement'])
    ? policy['Statement'].map(withOwnSpelling)
    : withOwnSpelling(policy['Statement'] as Json);
  const kept = JSON.stringify({ ...policy, Statement: statements });
  if (sizeOf(kept) > 2048) throw limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048');
  return kept;
}

/** The length that counts against quotas: white space does not. */
export function sizeOf(document: string): number {
  return document.replace(/\s/g, '').length;
}

/** IAM writes a lone principal without its list, and an account by the ARN of its root. */
function withOwnSpelling(statement: Json): Json {
  const principal = statement['Principal'];
  if (!isObject(principal)) return statement;
  const spelled = Object.entries(principal).map(([kind, value]) => {
    const names = listOf(value).map((name) => {
      return kind === 'AWS' && /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name;
    });
    return [kind, names.length === 1 ? names[0] : names];
  });
  return { ...statement, Principal: Object.fromEntries(spelled) };
}

function statementsOf(document: string | undefined): Json[] {
  const policy = parse(document);
  const version = policy['Version'];
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw malformed('The policy must contain a valid version string.');
  }
  const statements = [policy['Statement']].flat();
  if (policy['Statement'] === undefined || statements.length === 0) throw malformed('Syntax errors in policy.');
  const ids: unknown[] = [];
  for (const statement of statements) {
    if (!isObject(statement)) throw malformed('Syntax errors in policy.');
    requireStatement(statement);
    if (statement['Sid'] !== undefined) ids.push(statement['Sid']);
  }
  if (new Set(ids).size < ids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
  return statements as Json[];
}

const statementKeys = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

function requireStatement(statement: Json): void {
  const { Sid: sid, Effect: effect, Condition: condition } = statement;
  const hasAction = 'Action' in statement !== 'NotAction' in statement;
  const isSound =
    (effect === 'Allow' || effect === 'Deny') &&
    hasAction &&
    actionsOf(statement).length > 0 &&
    Object.keys(statement).every((key) => statementKeys.has(key)) &&
    (condition === undefined || isObject(condition));
  if (!isSound) throw malformed('Syntax errors in policy.');
  if (sid !== undefined && (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid))) {
    throw malformed(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
}

function parse(document: string | undefined): Json {
  try {
    const parsed: unknown = JSON.parse(document ?? '');
    if (isObject(parsed)) return parsed;
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  throw malformed('Syntax errors in policy.');
}

function actionsOf(statement: Json): string[] {
  return listOf(statement['Action'] ?? statement['NotAction']);
}

function listOf(value: unknown): string[] {
  const list = [value ?? []].flat();
  if (list.some((each) => typeof each !== 'string')) throw malformed('Syntax errors in policy.');
  return list as string[];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): ServiceError {
  return new ServiceError('MalformedPolicyDocumentException', message);
}

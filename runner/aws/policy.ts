import { isDeepStrictEqual } from 'node:util';
import { PlayError } from '../diagnostics.ts';

/** A policy document of IAM, as data. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** The document in an answer of AWS. IAM returns it URL-encoded, and the SDK does not decode it. */
export function decodePolicy(text: string): PolicyDocument {
  const decoded = /^\s*(%7B|%20|%0A|%09)/i.test(text) ? decodeURIComponent(text) : text;
  return JSON.parse(decoded) as PolicyDocument;
}

/** The document in a parameter, where playbooks write data as well as JSON text. Throws PlayError when it is neither. */
export function policyParameter(name: string, value: unknown): PolicyDocument {
  const document = typeof value === 'string' ? parseJson(name, value) : value;
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document as PolicyDocument;
  throw new PlayError({
    code: 'policy',
    message: `${name} is not a policy document but ${JSON.stringify(value)}`,
    hint: 'give a mapping with Version and Statement, or the same as JSON text',
  });
}

/** Whether two documents mean the same to IAM, whatever their order and spelling. */
export function samePolicy(a: PolicyDocument | undefined, b: PolicyDocument | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isDeepStrictEqual(canonicalPolicy(a), canonicalPolicy(b));
}

/** A trust policy as IAM will show it: a lone principal stands without its list. */
export function trustAsKept(document: PolicyDocument): PolicyDocument {
  const { Statement } = document;
  const kept = Array.isArray(Statement) ? Statement.map(lonePrincipals) : lonePrincipals(Statement);
  return Statement === undefined ? document : { ...document, Statement: kept };
}

function lonePrincipals(statement: unknown): unknown {
  const principal = (statement as PolicyDocument | null)?.['Principal'];
  if (typeof principal !== 'object' || principal === null) return statement;
  const spelled = Object.entries(principal).map(([kind, names]) => [
    kind,
    Array.isArray(names) && names.length === 1 ? names[0] : names,
  ]);
  return { ...(statement as PolicyDocument), Principal: Object.fromEntries(spelled) };
}

/**
 * One form for all documents of the same meaning: lists sorted, a single value as a list of one, actions in lower case
 * (IAM does not tell them apart), `arn:…:root` as the account it stands for, values of conditions as text.
 */
export function canonicalPolicy(document: PolicyDocument): unknown {
  const { Version = '2008-10-17', Statement = [], ...rest } = document;
  const statements = asList(Statement).map((statement) => canonicalStatement(statement as PolicyDocument));
  return { ...sortKeys(rest), Statement: sortSet(statements), Version };
}

function canonicalStatement(statement: PolicyDocument): unknown {
  const entries = Object.entries(statement)
    .filter(([key, value]) => !(key === 'Sid' && value === ''))
    .map(([key, value]) => [key, canonicalElement(key, value)] as const);
  return sortKeys(Object.fromEntries(entries));
}

function canonicalElement(key: string, value: unknown): unknown {
  switch (key) {
    case 'Action':
    case 'NotAction':
      return sortSet(asList(value).map((each) => String(each).toLowerCase()));
    case 'Resource':
    case 'NotResource':
      return sortSet(asList(value));
    case 'Principal':
    case 'NotPrincipal':
      return canonicalPrincipal(value);
    case 'Condition':
      return mapValues(value, (keys) => mapValues(keys, (values) => sortSet(asList(values).map(String))));
    default:
      return value;
  }
}

function canonicalPrincipal(value: unknown): unknown {
  const principals = value === '*' ? { AWS: '*' } : value;
  return mapValues(principals, (names) => sortSet(asList(names).map((name) => accountOf(String(name)))));
}

/** IAM writes an account id that it was given as `arn:aws:iam::ACCOUNT:root`. */
function accountOf(principal: string): string {
  return /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PlayError({
      code: 'policy',
      message: `${name} is not valid JSON: ${(cause as Error).message}`,
      hint: 'write the document as YAML, or check it with: python3 -m json.tool',
      cause,
    });
  }
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function sortSet(values: readonly unknown[]): unknown[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText.keys()].sort().map((text) => byText.get(text));
}

function sortKeys(value: PolicyDocument): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapValues(value: unknown, change: (value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return sortKeys(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)])));
}

import type { Params } from '../../schema/literal_items.ts';
import { isDict } from '../../template/values.ts';
import { isKnown } from './deployment.ts';

/** A statement of a policy; each part one text or a list of them. */
export type Statement = Params;

/** The statements of a policy that is known to its last part, as a mapping or as JSON. */
export function statementsOf(document: unknown): readonly Statement[] | undefined {
  const value = typeof document === 'string' ? parsed(document) : document;
  if (!isDict(value) || value instanceof Map || !isKnown(value)) return undefined;
  const { Statement: written } = value as Params;
  const list = Array.isArray(written) ? written : [written];
  return list.every((each) => isDict(each)) ? (list as Statement[]) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Whether the statements let a service take the role on. */
export const trusts = (statements: readonly Statement[], service: string): boolean =>
  statements.some(({ Effect, Action, NotAction, Principal, NotPrincipal }) => {
    if (Effect !== 'Allow') return false;
    if (NotAction !== undefined || NotPrincipal !== undefined) return true;
    const services = isDict(Principal) ? listOf((Principal as Params)['Service']) : [];
    const who = Principal === '*' || services.some((each) => each === '*' || each === service);
    return who && allowsAction(Action, 'sts:AssumeRole');
  });

/** Whether the statements allow an action on anything at all; what they deny is for the caller to look at. */
export const allows = (statements: readonly Statement[], action: string): boolean =>
  statements.some(
    ({ Effect, Action, NotAction }) => Effect === 'Allow' && (NotAction !== undefined || allowsAction(Action, action)),
  );

export const denies = (statements: readonly Statement[]): boolean =>
  statements.some(({ Effect }) => Effect !== 'Allow');

const allowsAction = (written: unknown, action: string): boolean =>
  listOf(written).some((pattern) => typeof pattern === 'string' && matches(pattern, action));

function matches(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}

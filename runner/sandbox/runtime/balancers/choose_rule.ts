import type { RuleRecord } from '../../services/elbv2/state.ts';
import type { Asked } from './asked.ts';
import { meets } from './conditions.ts';

type Rule = Pick<RuleRecord, 'priority' | 'conditions' | 'actions'>;

const order = ({ priority }: Rule) => (priority === 'default' ? Number.POSITIVE_INFINITY : priority);

/** Rules in the order in which they are tried; the default one is the last. */
export function inOrder<R extends Rule>(rules: Iterable<R>): R[] {
  return [...rules].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** The first of these rules, which are in order, that the request meets all conditions of. */
export function chooseRule<R extends Rule>(rules: readonly R[], asked: Asked): R | undefined {
  return rules.find(({ conditions }) => conditions.every((condition) => meets(condition, asked)));
}

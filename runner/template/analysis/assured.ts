import type { Expression } from '../syntax/ast.ts';

/** Names that are sure to be defined when the expression is true (or false). */
export function assured(node: Expression, when: boolean): ReadonlySet<string> {
  switch (node.kind) {
    case 'not':
      return assured(node.operand, !when);
    case 'and':
    case 'or': {
      const left = assured(node.left, when);
      const right = assured(node.right, when);
      // A true `and` and a false `or` need both sides; the other way one side is enough, so both must agree.
      return (node.kind === 'and') === when ? union(left, right) : intersection(left, right);
    }
    case 'test':
      return definedName(node.name) === when ? namesOf(node.input) : new Set();
    case 'compare':
      return when ? membership(node) : new Set();
    default:
      return new Set();
  }
}

const definedName = (name: string): boolean | undefined =>
  name === 'defined' ? true : name === 'undefined' ? false : undefined;

/** `a.b.c is defined` makes sure of `a`. */
function namesOf(node: Expression): ReadonlySet<string> {
  const root = rootOf(node);
  return new Set(root === undefined ? [] : [root]);
}

/** The variable that a path starts at. */
export function rootOf(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name;
  return node.kind === 'attribute' || node.kind === 'item' ? rootOf(node.object) : undefined;
}

/** `'x' in vars` makes sure of `x`. */
function membership({ first, rest }: Expression & { kind: 'compare' }): ReadonlySet<string> {
  const [only] = rest;
  const isVars =
    rest.length === 1 && only?.operator === 'in' && only.operand.kind === 'name' && only.operand.name === 'vars';
  return new Set(isVars && first.kind === 'literal' && typeof first.value === 'string' ? [first.value] : []);
}

export const union = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  a.size === 0 ? b : b.size === 0 ? a : new Set([...a, ...b]);

const intersection = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...a].filter((name) => b.has(name)));

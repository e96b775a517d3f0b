import { SyntaxFault } from './lexer.ts';

/** Nodes inside nodes that a template may have; everything after the parser walks over them recursively. */
const maxDepth = 1_000;

/** Refuses a syntax tree that is too deep to be walked over. */
export function checkDepth<T>(tree: T): T {
  visit(tree, 0);
  return tree;
}

function visit(part: unknown, depth: number): void {
  if (typeof part !== 'object' || part === null) return;
  const { kind, at = 0 } = part as { readonly kind?: string; readonly at?: number };
  if (depth > maxDepth) throw new SyntaxFault('the template is nested too deeply', at);
  for (const member of Object.values(part)) visit(member, kind === undefined ? depth : depth + 1);
}

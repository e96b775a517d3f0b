import type { Expression } from '../syntax/ast.ts';

/** The parts of a node whose own kind says nothing about what may be undefined. */
export function children(node: Expression): readonly (Expression | undefined)[] {
  switch (node.kind) {
    case 'list':
    case 'tuple':
      return node.items;
    case 'dict':
      return node.entries.flat();
    case 'slice':
      return [node.object, ...node.bounds];
    case 'not':
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'concat':
      return node.parts;
    default:
      return [];
  }
}

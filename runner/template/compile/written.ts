import { dictGet, isDict } from '../python/dict.ts';
import type { Expression } from '../syntax/ast.ts';
import { Renderable, type Written } from '../written.ts';
import { compileExpression } from './expression.ts';
import type { Evaluate, Frame } from './frame.ts';

/**
 * A variable, or a part of one, as it stands in the playbook: what it would be rendered from. Anything else, and what a template
 * makes, is its value.
 */
export function compileWritten(node: Expression): Evaluate {
  const value = compileExpression(node);
  return (frame) => {
    const found = writtenAt(node, frame);
    return found instanceof Renderable && found.isValue ? found : value(frame);
  };
}

function writtenAt(node: Expression, frame: Frame): Written {
  if (node.kind === 'name') return frame.isLocal(node.name) ? undefined : frame.run.scope.written?.(node.name);
  const key = node.kind === 'attribute' ? node.name : node.kind === 'item' ? literal(node.index) : undefined;
  if (key === undefined) return undefined;
  const object = writtenAt((node as { readonly object: Expression }).object, frame);
  if (Array.isArray(object)) return typeof key === 'number' ? object.at(key) : undefined;
  return isDict(object) ? dictGet(object, key) : undefined;
}

const literal = (node: Expression) => (node.kind === 'literal' ? node.value : undefined);

import { isAlias, isMap, isPair, isSeq, type ParsedNode, type Scalar } from 'yaml';
import type { ScalarStyle, YamlNode } from './nodes.ts';

const styles: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** A node of the package `yaml`, read with its schema `failsafe`, in the form that both parsers share. */
export function libraryNode(node: ParsedNode): YamlNode {
  const [start, end] = node.range;
  if (isAlias(node)) return { kind: 'alias', name: node.source, start, end };
  const { anchor } = node;
  if (isMap(node)) {
    const pairs = node.items.map(({ key, value }) => ({
      key: libraryNode(key as ParsedNode),
      value: value ? libraryNode(value as ParsedNode) : undefined,
    }));
    return { kind: 'mapping', pairs, start, end, anchor };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => libraryNode((isPair(item) ? item.value : item) as ParsedNode));
    return { kind: 'list', items, start, end, anchor };
  }
  const { value, type, tag } = node as Scalar.Parsed;
  return { kind: 'scalar', text: String(value ?? ''), style: styles[type ?? ''] ?? 'plain', start, end, anchor, tag };
}

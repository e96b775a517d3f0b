import { Template } from '../template/template.ts';
import type { Frame } from './context.ts';
import { keywords } from './keywords.ts';
import { at, child, isMapping, type Node } from './node.ts';
import { checkKeywords, describe, pairsByName, readKeywords, report } from './read_keywords.ts';
import { noKeywords, type RoleRequest } from './roles.ts';
import { staticText } from './static_scope.ts';
import type { At, RoleUse } from './types.ts';

/** An item of `roles:` or `dependencies:`: a name, or a mapping with `role` (or `name`), keywords, and the role's parameters. */
export function readRoleEntry(node: Node, origin: RoleUse['origin'], frame: Frame): RoleRequest | undefined {
  if (typeof node.value === 'string' || node.value instanceof Template) {
    const name = staticText(at(node), frame);
    return name === undefined ? undefined : { name, place: node.place, origin, keywords: noKeywords, params: {} };
  }
  const written = child(node, 'role') ?? child(node, 'name');
  if (!isMapping(node) || !written) {
    const message = isMapping(node)
      ? 'this role has no name'
      : `a role must be a name or a mapping, not ${describe(node.value)}`;
    report(frame, 'role-type', message, node.place, 'write it as "- role: NAME"');
    return undefined;
  }
  const pairs = pairsByName(node, frame);
  const own = new Map([...pairs].filter(([name]) => name !== 'role' && Object.hasOwn(keywords, name)));
  checkKeywords(own, 'role', frame);
  const name = staticText(at(written), frame);
  if (name === undefined) return undefined;
  const params: Record<string, At> = {};
  for (const [key, { node: value }] of pairs) if (key !== 'role' && isParam(key)) params[key] = at(value);
  return { name, place: written.place, origin, keywords: readKeywords(own, frame), params };
}

/** A keyword without effect here, like `port`, is a parameter too: the role may well mean its own. */
const isParam = (key: string) => !Object.hasOwn(keywords, key) || keywords[key]!.ignored === true;

/** Whether a name is read anywhere inside a part of the syntax tree. */
export function mentions(part: unknown, name: string): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some((item) => mentions(item, name));
  const node = part as { readonly kind?: string; readonly name?: string };
  if (node.kind === 'name' && node.name === name) return true;
  return Object.values(node).some((member) => mentions(member, name));
}

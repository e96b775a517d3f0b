import { SyntaxFault } from '../../template/syntax/lexer.ts';
import { parseTemplate } from '../../template/syntax/statements.ts';
import type { Template } from '../../template/template.ts';

const lookups = new Set(['lookup', 'query', 'q']);
const templateLookup = /^(?:ansible\.(?:builtin|legacy)\.)?template$/;

/** Template files that a template brings in under a name that is written out: by `lookup('template', …)`, `include`, `import`, `extends`. */
export function mentionedFiles({ text }: Template): readonly string[] {
  if (!/template|include|import|extends/.test(text)) return [];
  const found: string[] = [];
  collect(parsed(text), found);
  return found;
}

/** Whether a template brings in template files by names that only a run can tell. */
export function mentionsUnknownFiles({ text }: Template): boolean {
  if (!/template/.test(text)) return false;
  return countsUnknown(parsed(text));
}

function countsUnknown(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const { kind, callee, args } = part as Part;
  if (kind === 'call' && callee?.kind === 'name' && lookups.has(callee.name!)) {
    const [name, ...terms] = (args?.positional ?? []).map(literal);
    if (name !== undefined && templateLookup.test(name) && terms.some((term) => term === undefined)) return true;
  }
  return Object.values(part).some(countsUnknown);
}

/** What does not parse is a mistake that shows when it is used. */
function parsed(text: string): unknown {
  try {
    return parseTemplate(text, { trimBlocks: true, lstripBlocks: false, rawText: false });
  } catch (error) {
    if (error instanceof SyntaxFault) return [];
    throw error;
  }
}

interface Part {
  readonly kind?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly callee?: Part;
  readonly args?: { readonly positional: readonly Part[] };
  readonly template?: Part;
}

function collect(part: unknown, found: string[]): void {
  if (typeof part !== 'object' || part === null) return;
  const { kind, callee, args, template } = part as Part;
  if (kind === 'call' && callee?.kind === 'name' && lookups.has(callee.name!)) {
    const [name, ...terms] = (args?.positional ?? []).map(literal);
    if (name !== undefined && templateLookup.test(name)) found.push(...terms.filter((term) => term !== undefined));
  }
  const named = template && literal(template);
  if (named !== undefined) found.push(named);
  for (const member of Object.values(part)) collect(member, found);
}

function literal({ kind, value }: Part): string | undefined {
  return kind === 'literal' && typeof value === 'string' ? value : undefined;
}

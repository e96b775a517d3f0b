import { Lexer, Parser } from 'yaml';

/** Levels of lists and mappings inside each other that a YAML text may have. */
const maxDepth = 250;

/**
 * Whether a YAML text is nested deeper than it can be read. Readers go down level by level, and at the end of their stack V8 does not
 * raise an error but may end the process; finding out takes no stack.
 */
export function isTooDeep(text: string): boolean {
  if (text.length < maxDepth) return false;
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > maxDepth) return true;
  }
  return false;
}

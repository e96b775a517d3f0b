import { Composer, type Document, Lexer, Parser } from 'yaml';

type Options = ConstructorParameters<typeof Composer>[0];

/** Levels of lists and mappings inside each other that a YAML text may have. */
const maxDepth = 250;

/**
 * The documents of a YAML text; undefined when they are nested deeper than they can be read. Readers go down level by level, and at the
 * end of their stack V8 does not raise an error but may end the process; the parser's own stack is counted instead. `atLeastOne`: an
 * empty text is an empty document.
 */
export function parseYaml(text: string, options: Options, atLeastOne = false): Document.Parsed[] | undefined {
  const parser = new Parser();
  let isTooDeep = false;
  function* tokens() {
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      isTooDeep = parser.stack.length > maxDepth;
      if (isTooDeep) return;
    }
    yield* parser.end();
  }
  const documents = [...new Composer(options).compose(tokens(), atLeastOne, text.length)];
  return isTooDeep ? undefined : (documents as Document.Parsed[]);
}

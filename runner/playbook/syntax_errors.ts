import { type Document, type ErrorCode, visit, type YAMLParseError } from 'yaml';
import type { Diagnostic } from '../diagnostics.ts';
import { type Lines, placeOf } from './locate.ts';

interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

const indentation = 'check the indentation of this line and the next; quote a value that holds ": "';

/** What a YAML error means to the author of a playbook. */
const explanations: Partial<Record<ErrorCode, Explanation>> = {
  BAD_ALIAS: { message: 'an alias or anchor needs a name', hint: 'quote the text if a leading * or & was meant' },
  BAD_DQ_ESCAPE: {
    message: 'unknown escape in a double-quoted text',
    hint: 'double the backslash, or use single quotes',
  },
  BAD_INDENT: { message: 'this part is not closed, or not indented enough', hint: 'close the bracket, or indent it' },
  BAD_SCALAR_START: { message: 'text cannot start with this character', hint: 'put the value in quotes' },
  BLOCK_AS_IMPLICIT_KEY: { message: 'a mapping cannot start here', hint: indentation },
  BLOCK_IN_FLOW: { message: 'a block cannot stand inside [ ] or { }', hint: 'close the bracket first' },
  DUPLICATE_KEY: { message: 'a key is given twice' },
  MISSING_CHAR: { message: 'something is missing here', hint: 'close the quote or bracket, or put ": " after the key' },
  MULTILINE_IMPLICIT_KEY: { message: 'a key must stand on one line', hint: indentation },
  MULTIPLE_DOCS: { message: 'a file holds one YAML document', hint: 'split it at the second "---"' },
  TAB_AS_INDENT: { message: 'a tab cannot indent YAML', hint: 'use spaces' },
  UNEXPECTED_TOKEN: { message: 'unexpected text after a value', hint: indentation },
};

/** The first thing that keeps a file from being YAML; what follows it is mostly its echo. Of a secret file nothing is quoted. */
export function syntaxDiagnostic(
  lines: Lines,
  error: YAMLParseError,
  document: Document.Parsed,
  secret = false,
): Diagnostic {
  const place = placeOf(lines, error.pos[0], error.pos[1]);
  const line = lines.text.slice(lines.starts[place.line - 1], lines.starts[place.line] ?? lines.text.length);
  const bare = /(?:^|[:-]\s+)(\{\{.*)/.exec(line);
  if (bare) {
    return {
      code: 'yaml-syntax',
      message: 'a value that starts with {{ must be quoted',
      place: { ...place, column: line.indexOf(bare[1]!) + 1, width: 2 },
      hint: 'put the whole value in quotes: "{{ … }}"',
    };
  }
  const { message, hint } = explanations[error.code] ?? {
    message: secret ? 'this is not YAML' : lowerFirst(error.message),
  };
  const known =
    error.code === 'MISSING_CHAR' && /quote|map value/.test(error.message) ? missing(error.message) : undefined;
  const opening = known && error.message.includes('quote') ? lastQuote(document) : undefined;
  return {
    code: 'yaml-syntax',
    place: opening === undefined ? place : placeOf(lines, opening),
    message,
    ...(hint ? { hint } : {}),
    ...known,
  };
}

/** Where the text starts that nobody closed: it reaches to the end of the file. */
function lastQuote(document: Document.Parsed): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar: (_, { type, range }) => {
      if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') start = range?.[0];
    },
  });
  return start;
}

function missing(message: string): Explanation {
  if (message.includes('quote')) return { message: 'a quote is not closed', hint: 'close it with the same quote' };
  return { message: 'a key without a value', hint: 'put ": " after the key, or "- " before a list item' };
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

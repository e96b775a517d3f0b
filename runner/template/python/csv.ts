import { Fault } from './types.ts';

export interface CsvOptions {
  readonly delimiter?: string;
  /** Drop blanks after a delimiter. */
  readonly skipInitialSpace?: boolean;
  /** Refuse quotes that are not closed, or followed by something else. */
  readonly strict?: boolean;
}

/** Rows of comma-separated values as Python's `csv` reads them; empty lines are empty rows. */
export function readCsv(text: string, options: CsvOptions = {}): string[][] {
  const { delimiter = ',', skipInitialSpace = false, strict = false } = options;
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  const endField = () => {
    row.push(field);
    field = '';
    state = 'start';
  };
  const endRow = () => {
    if (row.length > 0 || state !== 'start') endField();
    rows.push(row);
    row = [];
    state = 'start';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (state === 'quoted') {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else state = 'closed';
    } else if (character === delimiter) endField();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at++;
      endRow();
    } else if (character === '"' && state === 'start') state = 'quoted';
    else if (character === ' ' && state === 'start' && skipInitialSpace) continue;
    else if (strict && state === 'closed') throw new Fault(`'${delimiter}' expected after '"'`);
    else {
      field += character;
      state = 'plain';
    }
  }
  if (strict && state === 'quoted') throw new Fault('a quote is never closed');
  if (row.length > 0 || state !== 'start') endRow();
  return rows;
}

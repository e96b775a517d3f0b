import { splitText } from '../../schema/split.ts';
import { asText } from '../filters/read.ts';
import { Fault, type Value } from '../python/types.ts';

/** A term with options inside, as older playbooks have it: `the key file=x.ini section=a`. */
export interface Inline {
  readonly text: string;
  readonly options: ReadonlyMap<string, Value>;
}

/** Takes a term apart; what it says of an option counts more than what the call says. */
export function inlineOptions(term: Value, options: ReadonlyMap<string, Value>): Inline {
  const words: string[] = [];
  const own = new Map(options);
  for (const { key, text } of splitText(asText(term))) {
    if (key === undefined) words.push(text);
    else if (options.has(key)) own.set(key, text);
    else throw new Fault(`there is no option '${key}'`, { hint: `known: ${[...options.keys()].join(', ')}` });
  }
  return { text: words.join(' '), options: own };
}

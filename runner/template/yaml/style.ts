import { needsQuotes } from './scalar.ts';

/** How a text can be written without changing it: what PyYAML's emitter finds out before it chooses quotes. */
interface Analysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
}

const isBreak = (character: string | undefined) => character !== undefined && '\n\x85\u2028\u2029'.includes(character);
const isBlank = (character: string | undefined) =>
  character === undefined || ' \t\r\n\x85\u2028\u2029\0'.includes(character);

function isPrintable(character: string, ascii: boolean): boolean {
  if (character === '\n' || (character >= ' ' && character <= '~')) return true;
  if (ascii || character === '\ufeff') return false;
  const code = character.codePointAt(0)!;
  return code === 0x85 || (code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}

function analyse(text: string, ascii: boolean): Analysis {
  const characters = [...text];
  const broken = /\n[ ]|[\x85\u2028\u2029][ ]/.test(text);
  const special = / [\n\x85\u2028\u2029]/.test(text) || !characters.every((character) => isPrintable(character, ascii));
  const multiline = characters.some(isBreak);
  const edge = isEdge(characters[0]) || isEdge(characters.at(-1));
  const { flow, block } = indicators(characters);
  const plain = !(edge || broken || special || multiline || text === '');
  return {
    multiline,
    flowPlain: plain && !flow,
    blockPlain: (plain && !block) || text === '',
    singleQuoted: !(broken || special),
  };
}

const isEdge = (character: string | undefined) => character === ' ' || isBreak(character);

/** Whether a character would be taken for syntax, inside `[…]` and outside. */
function indicators(characters: readonly string[]): { flow: boolean; block: boolean } {
  const start = characters.slice(0, 3).join('');
  let flow = start === '---' || start === '...';
  let block = flow;
  for (const [index, character] of characters.entries()) {
    const followed = isBlank(characters[index + 1]);
    if (index === 0 ? '#,[]{}&*!|>\'"%@`'.includes(character) : character === '#' && isBlank(characters[index - 1]))
      flow = block = true;
    else if (character === '-' && index === 0 && followed) flow = block = true;
    else if (character === ':' || (character === '?' && index === 0)) {
      flow = true;
      block ||= followed;
    } else if (',?[]{}'.includes(character)) flow = true;
  }
  return { flow, block };
}

export type Style = 'plain' | 'single' | 'double';

/** The style PyYAML gives a text. */
export function styleOf(text: string, where: { inFlow: boolean; isKey: boolean; ascii: boolean }): Style {
  const { multiline, flowPlain, blockPlain, singleQuoted } = analyse(text, where.ascii);
  const fits = !(where.isKey && multiline);
  if (!needsQuotes(text) && fits && (where.inFlow ? flowPlain : blockPlain)) return 'plain';
  return singleQuoted && fits ? 'single' : 'double';
}

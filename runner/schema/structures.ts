import { splitText } from './split.ts';

/** A list or mapping written as text, in JSON or as Python prints it (`{'a': True}`); undefined when it is neither. */
export function parseStructure(text: string): unknown {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  return parseJson(trimmed) ?? parseJson(pythonToJson(trimmed));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Python's literals in JSON's spelling; strings are walked over, so that words inside them stay. */
function pythonToJson(text: string): string {
  return text.replace(/'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b/g, (found, single?: string) => {
    if (single !== undefined) return JSON.stringify(single.replaceAll("\\'", "'"));
    return found === 'True' ? 'true' : found === 'False' ? 'false' : found === 'None' ? 'null' : found;
  });
}

/** `a=1 b='two words'` or `a=1, b=2` as a mapping; undefined when a part is no pair. */
export function parsePairs(text: string): Record<string, string> | undefined {
  try {
    const pieces = splitText(text);
    if (pieces.length === 0 || pieces.some(({ key }) => key === undefined)) return undefined;
    return Object.fromEntries(pieces.map(({ key, text: value }) => [key!, value.replace(/,$/, '')]));
  } catch {
    return undefined;
  }
}

/** The lines of a text without their ends, as Python's `splitlines` gives them; none for an empty text. */
export function textLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

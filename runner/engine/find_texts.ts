/** Finds any of many texts inside another. */
export interface Finder {
  readonly size: number;
  /** From now on this text is found. It has at least as many characters as all texts must have. */
  add(text: string): void;
  /** The text with this in place of each of those found; of two that begin at one place the longer one counts. */
  replace(text: string, by: string): string;
  has(text: string): boolean;
}

/** How many characters a text must have at least: by these many the others are found. */
export const shortest = 4;

/** Texts that begin alike, by their lengths, the longest first. */
interface Alike {
  readonly lengths: number[];
  readonly texts: Set<string>;
}

/**
 * Takes time by the length of what is looked through, however many texts there are: a regular expression of some thousand of them takes
 * a thousand times as long. Four bits of each of four characters make a number that tells at once where none begins.
 */
export function createFinder(): Finder {
  const begins = new Uint8Array(1 << (4 * shortest));
  const starts = new Map<string, Alike>();
  const all = new Set<string>();
  const next = (sum: number, text: string, at: number) => ((sum << 4) ^ text.charCodeAt(at)) & (begins.length - 1);

  function add(text: string): void {
    if (all.has(text)) return;
    all.add(text);
    const start = text.slice(0, shortest);
    let sum = 0;
    for (let at = 0; at < shortest; at += 1) sum = next(sum, start, at);
    begins[sum] = 1;
    const alike = starts.get(start) ?? { lengths: [], texts: new Set() };
    starts.set(start, alike);
    alike.texts.add(text);
    if (!alike.lengths.includes(text.length)) alike.lengths.push(text.length);
    alike.lengths.sort((a, b) => b - a);
  }

  /** Length of the longest text that begins here; 0 when none does. */
  function lengthAt(text: string, at: number): number {
    const alike = starts.get(text.slice(at, at + shortest));
    return alike?.lengths.find((length) => alike.texts.has(text.slice(at, at + length))) ?? 0;
  }

  function replace(text: string, by: string): string {
    let sum = 0;
    let done = 0;
    let result = '';
    for (let end = 0; end < text.length; end += 1) {
      sum = next(sum, text, end);
      const at = end + 1 - shortest;
      if (begins[sum] === 0 || at < done) continue;
      const length = lengthAt(text, at);
      if (length === 0) continue;
      result += text.slice(done, at) + by;
      done = at + length;
    }
    return done === 0 ? text : result + text.slice(done);
  }

  return {
    get size() {
      return all.size;
    },
    add,
    replace,
    has: (text) => all.has(text),
  };
}

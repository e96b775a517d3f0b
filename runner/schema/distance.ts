/**
 * The name of `known` that `asked` was most likely meant to be, or undefined when none is near. Case, `-` and `_` hardly count;
 * swapped neighbours count as one slip.
 */
export function nearest(asked: string, known: Iterable<string>): string | undefined {
  const wanted = fold(asked);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: { name: string; distance: number } | undefined;
  for (const name of new Set(known)) {
    const folded = fold(name);
    if (Math.abs(folded.length - wanted.length) > limit || name === asked) continue;
    const distance = editDistance(wanted, folded);
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? extended(wanted, known);
}

/** Different names that one check looks for a likeness of: who has more of them wrong has made one mistake that is behind all. */
const mostAsked = 100;

/** `nearest`, remembered by name, for as many names as are worth it: each search goes through all that is known. */
export function nearestOnce(): (asked: string, known: () => Iterable<string>) => string | undefined {
  const answers = new Map<string, string | undefined>();
  return (asked, known) => {
    if (!answers.has(asked) && answers.size < mostAsked) answers.set(asked, nearest(asked, known()));
    return answers.get(asked);
  };
}

/** `whenever` for `when`, `cidr` for `cidr_block`, `cidr_blok` for `cidr_ip`: one begins with the other, or both with one word. */
function extended(wanted: string, known: Iterable<string>): string | undefined {
  const others = [...known].filter((name) => fold(name) !== wanted);
  const longer = others.filter((name) => {
    const [short, long] = [wanted, fold(name)].sort((a, b) => a.length - b.length) as [string, string];
    return short.length >= 4 && long.startsWith(short);
  });
  if (longer.length > 0) return longer.sort((a, b) => a.length - b.length)[0];
  const [word] = wanted.split('_') as [string];
  const related = others.filter(
    (name) => word.length >= 4 && wanted.includes('_') && fold(name).split('_')[0] === word,
  );
  return related.sort((a, b) => editDistance(wanted, fold(a)) - editDistance(wanted, fold(b)))[0];
}

/** A hint for an unknown name: the nearest known one, or all of them when they are few. */
export function didYouMean(asked: string, known: Iterable<string>): string | undefined {
  const names = [...new Set(known)];
  const near = nearest(asked, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  return names.length > 0 && names.length <= 8 ? `known: ${names.sort().join(', ')}` : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
        swapped ? before[column - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = current;
  }
  return last[b.length]!;
}

const fold = (name: string) => name.toLowerCase().replaceAll('-', '_');

/** Numbers from 0 up to but not including 1 by Mulberry32, whose 32 bits of state are plenty for a test case. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Choices that look random and are the same for the same seed. */
export interface Random {
  /** From 0 up to but not including 1. */
  number(): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** True in that share of cases. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Some of the list, in its order. */
  some<T>(list: readonly T[], min?: number, max?: number): T[];
  shuffle<T>(list: readonly T[]): T[];
}

/** Choices that a seed repeats. */
export function randomOf(seed: number): Random {
  // Neighbouring seeds shall not begin alike.
  const number = randomFrom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b));
  const integer = (min: number, max: number): number => min + Math.floor(number() * (max - min + 1));
  const shuffle = <T>(list: readonly T[]): T[] =>
    list
      .map((each) => [number(), each] as const)
      .sort(([a], [b]) => a - b)
      .map(([, each]) => each);
  return {
    number,
    integer,
    chance: (share) => number() < share,
    pick: (list) => list[integer(0, list.length - 1)]!,
    some(list, min = 0, max = list.length) {
      const chosen = new Set(shuffle(list).slice(0, integer(min, max)));
      return list.filter((each) => chosen.has(each));
    },
    shuffle,
  };
}

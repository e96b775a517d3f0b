import { type Random, randomOf } from './random.ts';
import type { Ids, Params, Variety } from './variety.ts';

/** What one task meets, and what it asks for. */
export interface Case {
  readonly variety: Variety;
  /** How it begins, for the reader. */
  readonly start: string;
  /** Tasks that are applied beforehand. */
  readonly before: readonly Params[];
  /** The last of them is interrupted after so many steps. */
  readonly cut?: number;
  /** They were made by the same playbook, and not by hand. */
  readonly owned: boolean;
  /** What nobody owns is taken over. */
  readonly adopt: boolean;
  readonly goal: Params;
}

/** The case of a seed: the same for ever, as long as the variety stays. */
export function drawCase(variety: Variety, seed: number, ids: Ids): Case {
  const random = randomOf(seed);
  const fixed = variety.fixed(random, ids);
  const draw = (): Params => drawn(variety.options, random, ids);
  const make = (options: Params): Params => {
    const given = Object.entries({ ...fixed, ...options }).filter(([, value]) => value !== undefined);
    const params = Object.fromEntries(given);
    return variety.sense?.(params, ids) ?? params;
  };
  const goal = draw();
  const there = { ...goal, state: undefined };
  const drift = (): Params => {
    const names = random.some(Object.keys(variety.options), 1, 3);
    const changed = Object.fromEntries(names.map((name) => [name, variety.options[name]!(random, ids)]));
    return { ...there, ...changed, state: undefined };
  };
  const stories: readonly (() => Pick<Case, 'start' | 'before' | 'cut'>)[] = [
    () => ({ start: 'empty', before: [] }),
    () => ({ start: 'converged', before: [make(there)] }),
    () => ({ start: 'drifted', before: [make(drift())] }),
    () => ({ start: 'drifted', before: [make(there), make(drift())] }),
    () => ({ start: 'strange', before: [make({ ...draw(), state: undefined })] }),
    () => ({ start: 'partly there', before: [make(there)], cut: random.integer(1, 3) }),
    () => ({ start: 'removed', before: [make(there), make({ ...there, state: absentIn(variety) })] }),
  ];
  return {
    variety,
    goal: make(goal),
    owned: random.chance(0.7),
    adopt: random.chance(0.2),
    ...pickStory(random, stories)(),
  };
}

const shares = [0.15, 0.1, 0.3, 0.1, 0.2, 0.1, 0.05];

function pickStory<T>(random: Random, stories: readonly T[]): T {
  let left = random.number();
  const found = stories.find((_, index) => {
    left -= shares[index]!;
    return left < 0;
  });
  return found ?? stories[0]!;
}

function drawn(options: Variety['options'], random: Random, ids: Ids): Params {
  return Object.fromEntries(Object.entries(options).map(([option, draw]) => [option, draw(random, ids)]));
}

const absentIn = ({ options }: Variety): string | undefined => ('state' in options ? 'absent' : undefined);

const day = 86_400_000;

/** How far a clock may be ahead (+) or behind (−), in milliseconds: the truth lies within. */
export interface Skew {
  readonly least: number;
  readonly most: number;
}

/**
 * What one answer tells about the clock of the app. The app tells whole seconds, so its clock stood anywhere within that
 * second, at any moment between the request and the answer; over midnight the shorter way round counts.
 *
 * @param told the app's `HH:MM:SS`, UTC
 * @param asked when the request was sent, milliseconds since 1970
 * @param answered when the answer had come
 * @returns undefined when `told` is not a time
 */
export function skewOf(told: string, asked: number, answered: number): Skew | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(told);
  if (!match) return undefined;
  const [hours, minutes, seconds] = match.slice(1).map(Number) as [number, number, number];
  const second = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const around = wrap(second - (answered % day));
  return { least: around, most: around + 1000 + (answered - asked) };
}

/** What two answers of one clock tell together; undefined when no clock can have given both. */
export function both(a: Skew, b: Skew): Skew | undefined {
  const skew = { least: Math.max(a.least, b.least), most: Math.min(a.most, b.most) };
  return skew.least <= skew.most ? skew : undefined;
}

/** Whether the clock is right within `limit` milliseconds: yes, no, or not to be told from this. */
export function verdict({ least, most }: Skew, limit: number): 'right' | 'wrong' | 'open' {
  if (least >= -limit && most <= limit) return 'right';
  return most < -limit || least > limit ? 'wrong' : 'open';
}

/** To the range −12 h … +12 h. */
const wrap = (difference: number) => ((((difference + day / 2) % day) + day) % day) - day / 2;

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number) => String(value).padStart(2, '0');
const dayOfYear = (wall: Date) =>
  Math.floor(
    (Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()) - Date.UTC(wall.getUTCFullYear(), 0, 1)) /
      86_400_000,
  ) + 1;
const hour12 = (wall: Date) => wall.getUTCHours() % 12 || 12;
const week = (wall: Date, firstDay: number) =>
  Math.floor((dayOfYear(wall) + 6 - ((wall.getUTCDay() - firstDay + 7) % 7)) / 7);

/** ISO 8601: a week belongs to the year its Thursday is in. */
function isoWeek(wall: Date): { year: number; week: number } {
  const thursday = new Date(wall.getTime() + (3 - ((wall.getUTCDay() + 6) % 7)) * 86_400_000);
  return { year: thursday.getUTCFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

type Part = (wall: Date, microseconds: number) => string;
const parts: Readonly<Record<string, Part>> = {
  a: (wall) => days[wall.getUTCDay()]!.slice(0, 3),
  A: (wall) => days[wall.getUTCDay()]!,
  b: (wall) => months[wall.getUTCMonth()]!.slice(0, 3),
  h: (wall) => months[wall.getUTCMonth()]!.slice(0, 3),
  B: (wall) => months[wall.getUTCMonth()]!,
  c: (wall) => strftime('%a %b %e %H:%M:%S %Y', wall, 0),
  C: (wall) => two(Math.floor(wall.getUTCFullYear() / 100)),
  d: (wall) => two(wall.getUTCDate()),
  D: (wall) => strftime('%m/%d/%y', wall, 0),
  e: (wall) => String(wall.getUTCDate()).padStart(2),
  f: (_, microseconds) => String(microseconds).padStart(6, '0'),
  F: (wall) => strftime('%Y-%m-%d', wall, 0),
  G: (wall) => String(isoWeek(wall).year),
  H: (wall) => two(wall.getUTCHours()),
  I: (wall) => two(hour12(wall)),
  j: (wall) => String(dayOfYear(wall)).padStart(3, '0'),
  k: (wall) => String(wall.getUTCHours()).padStart(2),
  l: (wall) => String(hour12(wall)).padStart(2),
  m: (wall) => two(wall.getUTCMonth() + 1),
  M: (wall) => two(wall.getUTCMinutes()),
  n: () => '\n',
  p: (wall) => (wall.getUTCHours() < 12 ? 'AM' : 'PM'),
  r: (wall) => strftime('%I:%M:%S %p', wall, 0),
  R: (wall) => strftime('%H:%M', wall, 0),
  s: (wall) => String(Math.floor((wall.getTime() + new Date(wall.getTime()).getTimezoneOffset() * 60_000) / 1000)),
  S: (wall) => two(wall.getUTCSeconds()),
  t: () => '\t',
  T: (wall) => strftime('%H:%M:%S', wall, 0),
  u: (wall) => String(wall.getUTCDay() || 7),
  U: (wall) => two(week(wall, 0)),
  V: (wall) => two(isoWeek(wall).week),
  w: (wall) => String(wall.getUTCDay()),
  W: (wall) => two(week(wall, 1)),
  x: (wall) => strftime('%m/%d/%y', wall, 0),
  X: (wall) => strftime('%H:%M:%S', wall, 0),
  y: (wall) => two(wall.getUTCFullYear() % 100),
  Y: (wall) => String(wall.getUTCFullYear()),
  z: () => '',
  Z: () => '',
  '%': () => '%',
};

/** C's `strftime` in its own locale, over a wall clock kept as if it were UTC. Unknown letters stay as they are. */
export const strftime = (format: string, wall: Date, microseconds: number): string =>
  format.replace(/%-?([a-zA-Z%])/g, (all, letter: string) => {
    const part = parts[letter];
    if (!part) return all;
    const text = part(wall, microseconds);
    return all[1] === '-' && letter !== '-' ? text.replace(/^[0 ]+(?=\d)/, '') : text;
  });

import { PlayError } from '../../diagnostics.ts';

const fields: Readonly<Record<string, string>> = {
  Y: '(?<year>\\d{4})',
  m: '(?<month>\\d{1,2})',
  d: '(?<day>\\d{1,2})',
  H: '(?<hour>\\d{1,2})',
  M: '(?<minute>\\d{1,2})',
  S: '(?<second>\\d{1,2})',
};

/** Milliseconds of a time given to `file`: undefined keeps what is there, `now` is the time of the run. */
export function fileTime(written: string, format: string, now: number): number | undefined {
  if (written === 'preserve') return undefined;
  if (written === 'now') return now;
  const found = pattern(format).exec(written)?.groups;
  if (!found)
    throw new PlayError({
      code: 'file-time',
      message: `"${written}" is no time in the format ${format}`,
      hint: 'write now, preserve, or digits as in 202603010905.00',
    });
  const part = (name: string, otherwise: number) => Number(found[name] ?? otherwise);
  const { year, month, day } = { year: part('year', 1900), month: part('month', 1), day: part('day', 1) };
  return new Date(year, month - 1, day, part('hour', 0), part('minute', 0), part('second', 0)).getTime();
}

function pattern(format: string): RegExp {
  const source = format.replace(/%(.)|[.*+?^${}()|[\]\\]/g, (found, letter?: string) => {
    if (letter === undefined) return `\\${found}`;
    const field = letter === '%' ? '%' : fields[letter];
    if (field) return field;
    throw new PlayError({
      code: 'file-time',
      message: `the time format ${format} holds %${letter}, which is not known`,
      hint: `known are %${Object.keys(fields).join(', %')}`,
    });
  });
  return new RegExp(`^${source}$`);
}

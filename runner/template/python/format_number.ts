import { fixed, floatText, isInt, isNumber, numeric } from './number.ts';
import { typeName } from './text.ts';
import { Fault, type Value } from './types.ts';

/** A number in the presentation of a format letter, unsigned and unpadded: `x`, `.2f`, `e`, `g`, `d` … */
export function presented(value: Value, letter: string, precision: number | undefined, alternate = false): string {
  if (!isNumber(value)) throw new Fault(`format '${letter}' needs a number, not ${typeName(value)}`);
  switch (letter) {
    case 'd':
    case 'i':
    case 'u':
      return String(isInt(value) ? BigInt(value) : BigInt(Math.trunc(numeric(value))));
    case 'x':
    case 'X':
    case 'o':
    case 'b':
      return inBase(value, letter, alternate);
    case 'f':
    case 'F':
      return fixed(numeric(value), precision ?? 6);
    case 'e':
    case 'E':
      return cased(exponential(numeric(value), precision ?? 6), letter);
    case 'g':
    case 'G':
      return cased(general(numeric(value), precision ?? 6, alternate), letter);
    case '%':
      return `${fixed(numeric(value) * 100, precision ?? 6)}%`;
    default:
      throw new Fault(`unknown format letter '${letter}'`);
  }
}

const bases: Readonly<Record<string, number>> = { x: 16, X: 16, o: 8, b: 2 };

function inBase(value: Value, letter: string, alternate: boolean): string {
  if (!isInt(value)) throw new Fault(`format '${letter}' needs a whole number, not ${typeName(value)}`);
  const whole = BigInt(value);
  const digits = (whole < 0n ? -whole : whole).toString(bases[letter]);
  const prefixed = alternate ? `0${letter.toLowerCase()}${digits}` : digits;
  return (whole < 0n ? '-' : '') + (letter === 'X' ? prefixed.toUpperCase() : prefixed);
}

const cased = (text: string, letter: string) => (letter === letter.toUpperCase() ? text.toUpperCase() : text);

function exponential(value: number, precision: number): string {
  if (!Number.isFinite(value)) return floatText(value);
  return value.toExponential(Math.min(precision, 100)).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** As many digits as the precision says, trailing zeros dropped, exponent only where it is shorter. */
export function general(value: number, precision: number, keepZeros = false): string {
  if (!Number.isFinite(value)) return floatText(value);
  const digits = Math.max(1, precision);
  const exponent = value === 0 ? 0 : Number(value.toExponential(Math.min(digits - 1, 100)).split('e')[1]);
  const text =
    exponent < -4 || exponent >= digits
      ? exponential(value, digits - 1)
      : fixed(value, Math.max(0, digits - 1 - exponent));
  return keepZeros || !text.includes('.') ? text : text.replace(/\.?0+(?=e|$)/, '');
}

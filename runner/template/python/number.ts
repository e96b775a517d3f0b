import { Fault, Float, float, use, type Value } from './types.ts';

/** Python's bool counts as a number: `True + 1` is 2. */
export const isNumber = (value: Value): value is number | bigint | boolean | Float =>
  typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' || value instanceof Float;

export const isInt = (value: Value): value is number | bigint | boolean =>
  typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint' || typeof value === 'boolean';

export const isFloat = (value: Value): value is number | Float =>
  typeof value === 'number' ? !Number.isInteger(value) : value instanceof Float;

/** The number as JavaScript's. */
export const numeric = (value: number | bigint | boolean | Float): number =>
  value instanceof Float ? value.value : Number(value);

/** A whole number: plain where it is exact, bigint beyond. */
export const int = (value: bigint | number): number | bigint =>
  typeof value === 'bigint'
    ? value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : value
    : Number.isSafeInteger(value)
      ? value
      : BigInt(value);

const big = (value: number | bigint | boolean): bigint => BigInt(value);

/** Bits a power may have; more is a mistake or an attack. */
const maxBits = 100_000;

type Op = (a: number, b: number) => number;
const floats: Readonly<Record<string, Op>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / nonZero(b, 'division by zero'),
  '//': (a, b) => Math.floor(a / nonZero(b, 'division by zero')),
  '%': (a, b) => modulo(a, nonZero(b, 'modulo by zero')),
  '**': floatPower,
};

/** Two numbers of that size have a product that is still worked with. */
const maxFactor = 1n << BigInt(maxBits);

function product(a: bigint, b: bigint): bigint {
  for (const factor of [a, b])
    if (factor > maxFactor || factor < -maxFactor) throw new Fault('the product is too large');
  return a * b;
}

const bigints: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': product,
  '//': (a, b) => (a - (((a % b) + b) % b)) / b,
  '%': (a, b) => ((a % b) + b) % b,
  '**': power,
};

/** `a op b` of two numbers by Python's rules: true division, floors toward minus infinity, whole numbers of any size. */
export function arithmetic(
  op: string,
  a: number | bigint | boolean | Float,
  b: number | bigint | boolean | Float,
): Value {
  const result = floats[op]!(numeric(a), numeric(b));
  if (!isInt(a) || !isInt(b) || op === '/' || (op === '**' && numeric(b) < 0)) {
    if (op === '**' && !Number.isFinite(result) && Number.isFinite(numeric(a)) && Number.isFinite(numeric(b)))
      throw new Fault(`the result of ${numeric(a)} ** ${numeric(b)} is too large`);
    return float(result);
  }
  if (Number.isSafeInteger(result) && typeof a !== 'bigint' && typeof b !== 'bigint') return result;
  return int(bigints[op]!(big(a), big(b)));
}

function power(a: bigint, b: bigint): bigint {
  if (BigInt(a.toString(2).length) * b > maxBits) throw new Fault(`the result of ${a} ** ${b} is too large`);
  return a ** b;
}

function floatPower(base: number, exponent: number): number {
  if (base === 0 && exponent < 0) throw new Fault('0 cannot be raised to a negative power');
  if (base < 0 && Number.isFinite(exponent) && !Number.isInteger(exponent))
    throw new Fault(`${base} has no power of ${exponent}: there are no complex numbers here`);
  return base ** exponent;
}

function nonZero(value: number, message: string): number {
  if (value === 0) throw new Fault(message);
  return value;
}

function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** A whole number from an argument (`indent(4)`); a float or text is an error as in Python. */
export function wholeNumber(value: Value, what: string): number {
  use(value);
  if (!isInt(value)) throw new Fault(`${what} must be a whole number`);
  return Number(value);
}

/** Shortest text that reads back as the same float, as Python writes it: `5.0`, `1e+16`, `1e-05`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) return `${mantissa}e${exponent < 0 ? '-' : '+'}${pad2(Math.abs(exponent))}`;
  const text = exponent < 0 ? value.toFixed(mantissa.replace(/\D/g, '').length - 1 - exponent) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

const pad2 = (value: number) => String(value).padStart(2, '0');

/** Decimals that JavaScript writes exactly. */
const maxDecimals = 100;

/** Fixed decimals, rounding half to even on the exact value, as Python's `%.2f` and `round`. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return floatText(value);
  if (digits > maxDecimals) throw new Fault(`${digits} decimals are too many`, { hint: `at most ${maxDecimals}` });
  if (Math.abs(value) >= 1e21) return digits > 0 ? `${BigInt(value)}.${'0'.repeat(digits)}` : String(BigInt(value));
  const rounded = value.toFixed(digits);
  const exact = value.toFixed(Math.min(100, digits + 60));
  const rest = exact.slice(exact.indexOf('.') + 1 + digits);
  if (!/^50*$/.test(rest)) return rounded;
  const down = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  return /[02468]$/.test(down) ? down : rounded;
}

/** Rounds half to even at a decimal, which may be negative. */
export function roundEven(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  if (digits >= 0) return digits > 60 ? value : Number(fixed(value, digits));
  const unit = 10 ** -digits;
  return Number(fixed(value / unit, 0)) * unit;
}

import { Float, type Value } from '../template/values.ts';

const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const nothing = /^(?:~|null|Null|NULL|)$/;
const int = /^[-+]?(?:0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * What an unquoted scalar means in YAML 1.1 as PyYAML, and so Ansible, reads it: `yes` is true, `017` is 15, `1:30` is 90, while `y`,
 * `0o17` and `1e3` stay text. Dates stay text too.
 */
export function plainScalar(text: string): Value {
  if (nothing.test(text)) return null;
  if (bool.test(text)) return /^(?:yes|true|on)$/i.test(text);
  if (int.test(text)) return readInt(text);
  if (float.test(text)) return readFloat(text);
  return text;
}

/** Reads what `!!int` or an unquoted integer holds. */
export function readInt(text: string): Value {
  const [sign, digits] = splitSign(text.replaceAll('_', ''));
  const whole = digits.includes(':')
    ? sexagesimal(digits.split(':').map(BigInt))
    : /^0[0-7]+$/.test(digits)
      ? BigInt(`0o${digits}`)
      : BigInt(digits || '0');
  const signed = sign * whole;
  return signed >= Number.MIN_SAFE_INTEGER && signed <= Number.MAX_SAFE_INTEGER ? Number(signed) : signed;
}

/** Reads what `!!float` or an unquoted float holds. */
export function readFloat(text: string): Value {
  const [sign, digits] = splitSign(text.replaceAll('_', '').toLowerCase());
  const size = digits.includes(':')
    ? digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
    : digits === '.inf'
      ? Number.POSITIVE_INFINITY
      : Number(digits === '.nan' ? Number.NaN : digits);
  const number = Number(sign) * size;
  return Number.isInteger(number) ? new Float(number) : number;
}

function splitSign(text: string): [bigint, string] {
  if (text.startsWith('-')) return [-1n, text.slice(1)];
  return [1n, text.startsWith('+') ? text.slice(1) : text];
}

const sexagesimal = (parts: readonly bigint[]) => parts.reduce((sum, part) => sum * 60n + part, 0n);

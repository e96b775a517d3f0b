import { int } from '../python/number.ts';
import { float, type Value } from '../python/types.ts';

const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const nothing = /^(?:~|null|Null|NULL|)$/;
const whole = /^[-+]?(?:0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const broken =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const date =
  /^\d{4}-\d{2}-\d{2}$|^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::\d{2})?))?$/;

/**
 * What an unquoted scalar means in YAML 1.1 as PyYAML, and so Ansible, reads it: `yes` is true, `017` is 15, `1:30` is 90, while `y`,
 * `0o17` and `1e3` stay text. Dates stay text too.
 */
export function plainScalar(text: string): Value {
  if (nothing.test(text)) return null;
  if (bool.test(text)) return /^(?:yes|true|on)$/i.test(text);
  if (whole.test(text)) return readInt(text);
  return broken.test(text) ? readFloat(text) : text;
}

/** Whether text would be read as something else if it were written without quotes. */
export const needsQuotes = (text: string): boolean =>
  nothing.test(text) ||
  bool.test(text) ||
  whole.test(text) ||
  broken.test(text) ||
  date.test(text) ||
  text === '<<' ||
  text === '=';

/** Reads what `!!int` or an unquoted integer holds. */
export function readInt(text: string): number | bigint {
  const [sign, digits] = signAndDigits(text.replaceAll('_', ''));
  const size = digits.includes(':')
    ? digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n)
    : BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits || '0');
  return int(BigInt(sign) * size);
}

/** Reads what `!!float` or an unquoted float holds. */
export function readFloat(text: string): Value {
  const [sign, digits] = signAndDigits(text.replaceAll('_', '').toLowerCase());
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  return float(sign * digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
}

function signAndDigits(text: string): [1 | -1, string] {
  if (text.startsWith('-')) return [-1, text.slice(1)];
  return [1, text.startsWith('+') ? text.slice(1) : text];
}

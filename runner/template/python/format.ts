import { dictGet, isDict } from './dict.ts';
import { general, presented } from './format_number.ts';
import { floatText, isFloat, isInt, isNumber, numeric } from './number.ts';
import { repeated } from './size.ts';
import { toText, typeName } from './text.ts';
import { Fault, type Named, Thing, use, type Value } from './types.ts';

const field = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g;

/** Python's `text.format(…)`: `{}`, `{0}`, `{name.key[0]}`, `{:>8.2f}`. Only own keys and elements can be reached. */
export function format(text: string, args: readonly Value[], named: Named): string {
  let next = 0;
  const valueAt = (path: string): Value => {
    const [head] = /^[^.[]*/.exec(path)!;
    const start = head === '' ? args[next++] : /^\d+$/.test(head) ? args[Number(head)] : named.get(head);
    if (start === undefined) throw new Fault(`format() was given no value for '{${path}}'`);
    return walk(use(start), path.slice(head.length));
  };
  return text.replace(
    field,
    (all, path: string | undefined, conversion: string | undefined, spec: string | undefined) => {
      if (all === '{{' || all === '}}') return all[0]!;
      if (path === undefined) throw new Fault(`single '${all}' in format text`);
      const value = valueAt(path);
      const filled = spec?.replace(/\{([^{}]*)\}/g, (_, inner: string) => toText(valueAt(inner)));
      return formatted(
        conversion === undefined ? value : toText(value, conversion === 's' ? 'str' : 'repr'),
        filled ?? '',
      );
    },
  );
}

function walk(start: Value, path: string): Value {
  let value = start;
  for (const [, attribute, item] of path.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    const key = attribute ?? item ?? '';
    const next = isDict(value)
      ? dictGet(value, key)
      : Array.isArray(value)
        ? value[Number(key)]
        : value instanceof Thing
          ? value.attribute(key)
          : undefined;
    if (next === undefined) throw new Fault(`'${typeName(value)}' object has no attribute '${key}'`);
    value = use(next);
  }
  return value;
}

const specification = /^(?:([\s\S])?([<>^=]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

/** `format(value, spec)`. */
export function formatted(value: Value, spec: string): string {
  if (spec === '') return toText(value);
  const parts = specification.exec(spec);
  if (!parts) throw new Fault(`invalid format '${spec}'`);
  const [, fill, align, sign, alternate, zero, width, grouping, precision, letter] = parts;
  const number = isNumber(value) && letter !== 's';
  const body = number
    ? numberBody(value, letter, precision, alternate === '#')
    : letter === undefined || letter === 's'
      ? toText(value).slice(0, precision === undefined ? undefined : Number(precision))
      : presented(value, letter, precision === undefined ? undefined : Number(precision));
  const text = number ? signed(grouped(body, grouping), sign) : body;
  return aligned(text, fill ?? (zero ? '0' : ' '), align ?? (zero ? '=' : number ? '>' : '<'), Number(width ?? 0));
}

function numberBody(
  value: Value,
  letter: string | undefined,
  precision: string | undefined,
  alternate: boolean,
): string {
  const digits = precision === undefined ? undefined : Number(precision);
  if (letter === 'n') return presented(value, isInt(value) ? 'd' : 'g', digits);
  if (letter !== undefined) return presented(value, letter, digits, alternate);
  if (!isFloat(value)) return presented(value, 'd', undefined);
  return digits === undefined ? floatText(numeric(value)) : general(numeric(value), digits);
}

const grouped = (body: string, separator: string | undefined): string =>
  separator === undefined ? body : body.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, separator));

const signed = (body: string, sign: string | undefined): string =>
  body.startsWith('-') || sign === undefined || sign === '-' ? body : sign + body;

function aligned(text: string, fill: string, align: string, width: number): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (align === '<') return text + repeated(fill, missing);
  if (align === '>') return repeated(fill, missing) + text;
  if (align === '^') return repeated(fill, Math.floor(missing / 2)) + text + repeated(fill, Math.ceil(missing / 2));
  const sign = /^[-+ ]?/.exec(text)![0];
  return sign + repeated(fill, missing) + text.slice(sign.length);
}

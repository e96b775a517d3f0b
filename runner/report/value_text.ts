import { dictEntries, isDict } from '../template/values.ts';

/** What fits on one line with its name. */
const widest = 90;

/** A value on one line, in YAML's flow style: `{containerPort: 8080, protocol: tcp}`. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isDict(value))
    return `{${entries(value)
      .map(([name, each]) => `${name}: ${flow(each)}`)
      .join(', ')}}`;
  return scalar(value);
}

/** Whether a value reads well on one line. */
export function isShort(value: unknown): boolean {
  const text = flow(value);
  return text.length <= widest && !text.includes('\n');
}

/** A value on as many lines as it takes, in YAML's block style; parts that are short stay on one. */
export function block(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => hung('- ', each));
  if (isDict(value)) return entries(value).flatMap(([name, each]) => named(name, each));
  return scalar(value).split('\n');
}

function named(name: string, value: unknown): string[] {
  return isShort(value) ? [`${name}: ${flow(value)}`] : [`${name}:`, ...block(value).map((line) => `  ${line}`)];
}

/** The first line behind the mark, the others below it. */
function hung(mark: string, value: unknown): string[] {
  const lines = isShort(value) ? [flow(value)] : block(value);
  return lines.map((line, index) => `${index === 0 ? mark : ' '.repeat(mark.length)}${line}`);
}

/** What a dict says; what it is silent about is left out. */
const entries = (value: unknown): [string, unknown][] =>
  isDict(value)
    ? dictEntries(value)
        .filter(([, each]) => !isEmpty(each))
        .map(([name, each]) => [String(name), each])
    : [];

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (isDict(value) && dictEntries(value).length === 0);

/** A text that could be taken for something else is quoted. */
function scalar(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value !== 'string') return String(value);
  return value === '' || value !== value.trim() ? JSON.stringify(value) : value;
}

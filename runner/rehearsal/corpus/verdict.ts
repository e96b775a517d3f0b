import type { CaseEnd, Row } from './run_case.ts';

/** What the real thing did, as recorded: `tasks` are name, status, essence, and where the essence comes from. */
export interface Expected {
  readonly rc: number;
  readonly stats: Readonly<Record<string, number>> | null;
  readonly tasks: readonly (readonly [name: string, status: string, essence: unknown, kind: string])[];
}

type Result = Readonly<Record<string, unknown>>;
type Difference = string | undefined;

const anything = '<any>';
const counted = ['ok', 'changed', 'failures', 'skipped', 'rescued', 'ignored'];
/** Fields that say how a task went, and not what it found. */
const bookkeeping = new Set(
  `changed failed skipped ignored action invocation warnings deprecations ansible_facts skip_reason failed_when_result
  attempts retries msg ansible_loop_var ansible_index_var ansible_loop exception false_condition censored skipped_reason
  item verbose_always verbose_override`.split(/\s+/),
);

/** The first difference between a recorded run and ours; undefined when there is none. `mayRefuse`: we may refuse it all. */
export function difference({ rc, stats, tasks }: Expected, mayRefuse: boolean, end: CaseEnd): Difference {
  const refused = end.code !== 0 && end.rows.length === 0;
  if ((mayRefuse || tasks.length === 0) && rc !== 0 && refused) return undefined;
  if (mayRefuse && refused) return undefined;
  if ((rc === 0) !== (end.code === 0) || (rc === 2 && end.code !== 2)) {
    return `exit code ${rc} expected, ${end.code} seen${end.mistake ? ` (${end.mistake})` : ''}`;
  }
  return inTasks(tasks, end.rows) ?? (stats ? inCounts(stats, end.stats) : undefined);
}

function inTasks(expected: Expected['tasks'], rows: readonly Row[]): Difference {
  for (const [index, [name, status, essence, kind]] of expected.entries()) {
    const row = rows[index];
    if (!row) return `task ${index + 1} "${name}" expected, the run had ended`;
    const label = `task ${index + 1} "${name}"`;
    if (row.name !== name) return `${label} expected, "${row.name}" seen`;
    const seen = statusOf(row.result);
    if (seen !== status) return `${label}: ${status} expected, ${seen} seen (${brief(row.result['msg'])})`;
    const found = kind.startsWith('items:')
      ? inItems(essence as ItemRows, kind.slice('items:'.length), row.result, label)
      : inValues(essence, essenceOf(kind, row.result), label);
    if (found) return found;
  }
  const extra = rows[expected.length];
  return extra && `task ${expected.length + 1} "${extra.name}" not expected`;
}

type ItemRows = readonly (readonly [label: unknown, status: string, essence: unknown])[];

function inItems(expected: ItemRows, kind: string, { results }: Result, label: string): Difference {
  const seen = Array.isArray(results) ? (results as Result[]) : [];
  if (seen.length !== expected.length) return `${label}: ${expected.length} items expected, ${seen.length} seen`;
  for (const [index, [item, status, essence]] of expected.entries()) {
    const result = seen[index]!;
    const variable = String(result['ansible_loop_var'] ?? 'item');
    const own = Object.fromEntries(
      Object.entries(result).filter(([key]) => key !== variable && key !== result['ansible_index_var']),
    );
    const shown = '_ansible_item_label' in result ? result['_ansible_item_label'] : (result[variable] ?? null);
    const at = `${label}, item ${index + 1}`;
    const found =
      inValues(item, shown, `${at}, label`) ??
      inValues(status.replace('ignored', 'failed'), statusOf(result), `${at}, status`) ??
      inValues(essence, essenceOf(kind, own), at);
    if (found) return found;
  }
  return undefined;
}

function inCounts(expected: Readonly<Record<string, number>>, seen: Readonly<Record<string, number>>): Difference {
  const wrong = counted.find((name) => (expected[name] ?? 0) !== (seen[name] ?? 0));
  return wrong && `recap: ${wrong}=${expected[wrong]} expected, ${seen[wrong] ?? 0} seen`;
}

function statusOf({ skipped, failed, ignored, changed }: Result): string {
  if (skipped) return 'skipped';
  if (failed) return ignored ? 'ignored' : 'failed';
  return changed ? 'changed' : 'ok';
}

function essenceOf(kind: string, result: Result): unknown {
  if (result['skipped'] || kind === 'none') return null;
  if (kind === 'censored' || 'censored' in result) return 'censored' in result ? 'censored' : null;
  if (kind === 'stdout') return result['stdout'] ?? (result['failed'] ? anything : null);
  if (kind !== 'var') return result['msg'] ?? null;
  const own = Object.entries(result).filter(([key]) => !key.startsWith('_ansible') && !bookkeeping.has(key));
  return own.length === 1 ? own[0]![1] : Object.fromEntries(own);
}

/** Numbers and the texts of them count as the same: our values are native, the recorded engine's were text. */
function inValues(expected: unknown, seen: unknown, path: string): Difference {
  if (expected === anything || expected === seen || sameNumber(expected, seen)) return undefined;
  if (Array.isArray(expected) && Array.isArray(seen)) {
    if (expected.length !== seen.length) return `${path}: ${expected.length} elements expected, ${seen.length} seen`;
    return first(expected.map((each, index) => inValues(each, seen[index], `${path}[${index}]`)));
  }
  if (isRecord(expected) && isRecord(seen)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(seen)]);
    return first([...keys].map((key) => inValues(expected[key], seen[key], `${path}.${key}`)));
  }
  return `${path}: ${brief(expected)} expected, ${brief(seen)} seen`;
}

function sameNumber(a: unknown, b: unknown): boolean {
  const kinds = [typeof a, typeof b].sort().join();
  return kinds === 'number,string' && String(a).trim() !== '' && String(b).trim() !== '' && Number(a) === Number(b);
}

const first = (found: readonly Difference[]): Difference => found.find((each) => each !== undefined);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

import type { Connection } from '../aws/connection.ts';
import type { ModuleSchema, PropertySchema } from '../schema/schema.ts';
import { dictEntries, dictGet, isDict, plain } from '../template/values.ts';
import { hasTemplates } from '../template/written.ts';
import { environmentSecrets } from './environment_secrets.ts';
import type { Redactor } from './redact.ts';

interface Call {
  readonly schema: ModuleSchema;
  readonly params: Readonly<Record<string, unknown>>;
  readonly connection: Connection;
  /** The parameters as they stand in the playbook. */
  readonly written: Parameters<typeof dictGet>[0];
  /** The task says `no_log`. */
  readonly hidden: boolean;
}

/**
 * Tells the redactor of the secrets in a call: parameters whose schema says so, AWS credentials, what looks like one in the
 * environment of containers, and for `no_log` tasks of
 * modules that name no secret of their own whatever a template put in (what the playbook itself spells out is no secret).
 */
export function collectSecrets(redactor: Redactor, { schema, params, connection, written, hidden }: Call): void {
  redactor.add(connection.secret_key);
  redactor.add(connection.session_token);
  for (const secret of environmentSecrets(params)) redactor.add(secret);
  const found = secretsIn(schema, params);
  for (const secret of found) redactor.add(secret);
  if (!hidden || hasSecrets(schema)) return;
  for (const [name, value] of dictEntries(written)) {
    if (hasTemplates(value)) redactor.add(plain(params[String(name)]));
  }
}

/** Fields of a hidden result that may hold what the task was hidden for. */
const telling = ['stdout', 'content', 'json', 'ansible_facts', 'ansible_stats', 'msg'] as const;

/** Tells the redactor of what a `no_log` task found out. */
export function collectHiddenResult(redactor: Redactor, result: Readonly<Record<string, unknown>>): void {
  for (const name of telling) if (result[name] !== undefined) redactor.add(plain(result[name]));
}

const known = new WeakMap<object, boolean>();

function hasSecrets(schema: PropertySchema | ModuleSchema): boolean {
  let answer = known.get(schema);
  if (answer === undefined) {
    const { items, anyOf = [] } = schema as PropertySchema;
    const parts = [...Object.values(schema.properties ?? {}), ...anyOf, ...(items ? [items] : [])];
    answer = (schema as PropertySchema).secret === true || parts.some(hasSecrets);
    known.set(schema, answer);
  }
  return answer;
}

function secretsIn(schema: PropertySchema | ModuleSchema, value: unknown): unknown[] {
  if (!hasSecrets(schema)) return [];
  const { secret, items, properties = {} } = schema as PropertySchema;
  if (secret) return [value];
  if (Array.isArray(value)) return items ? value.flatMap((item) => secretsIn(items, item)) : [];
  if (!isDict(value)) return [];
  return Object.entries(properties).flatMap(([name, property]) => secretsIn(property, dictGet(value, name)));
}

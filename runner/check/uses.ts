import { readFileSync } from 'node:fs';
import type { LoadContext } from '../playbook/context.ts';
import { decryptedText } from '../playbook/encrypted.ts';
import { findFile } from '../playbook/find_file.ts';
import { taskFields } from '../playbook/task_fields.ts';
import { shortName } from '../playbook/tasks.ts';
import type { At, Keywords, Task } from '../playbook/types.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { Template } from '../template/template.ts';
import type { Site } from './sites.ts';
import { assuredBy, type Code, conditionCode, templatesIn } from './written.ts';

/** A piece of code a task runs, and what is certain when it does. */
export interface Use {
  readonly code: Code;
  /** Names that conditions before it have made sure of. */
  readonly sure: ReadonlySet<string>;
  /** It has to hold for what comes after it to run. */
  readonly condition?: boolean;
  /** Only its syntax counts: an undefined name in it does no harm. */
  readonly lenient?: boolean;
  /** It is a template file, which knows names of its own. */
  readonly file?: boolean;
}

/** Everything a task evaluates: its conditions in order, then its arguments and keywords, which may rely on them. */
export function usesOf(site: Site, schema: ModuleSchema | undefined, context: LoadContext): Use[] {
  const { task, parents } = site;
  const sure = new Set<string>();
  const uses: Use[] = [];
  const conditions = (list: readonly At[]) => {
    for (const written of list) {
      const code = conditionCode(written);
      if (code) uses.push({ code, sure: new Set(sure), condition: true });
      for (const name of assuredBy(code)) sure.add(name);
    }
  };
  for (const { kind, node } of parents) {
    if (kind === 'include') for (const written of node.when) addAll(sure, assuredBy(conditionCode(written)));
    else conditions(node.when);
  }
  conditions(task.when);
  const later = (list: readonly At[]) => list.flatMap((written) => conditionCode(written) ?? []);
  const plain = [
    ...templatesIn(task.args.value),
    ...keywordCodes(task),
    ...parents.flatMap(({ kind, node }) => (kind === 'include' ? [] : inheritedCodes(node))),
  ];
  const results = [...later(task.until), ...later(task.changed_when), ...later(task.failed_when)];
  uses.push(...[...plain, ...results].map((code) => ({ code, sure })));
  uses.push(
    ...thatCodes(task, schema, sure),
    ...templatesIn(task.name?.value).map((code) => ({ code, sure, lenient: true })),
  );
  const file = templateFile(site, context);
  return file ? [...uses, { code: file, sure, file: true }] : uses;
}

const addAll = (set: Set<string>, names: Iterable<string>) => {
  for (const name of names) set.add(name);
};

/** Keywords whose value is rendered for each task. */
function keywordCodes(task: Task): Code[] {
  const values = [task.loop?.items, task.loop_control, task.retries, task.delay, task.async, task.poll];
  return [
    ...templatesIn(values.map((written) => written?.value)),
    ...templatesIn(task.notify.map(({ value }) => value)),
    ...inheritedCodes(task),
  ];
}

function inheritedCodes(node: Keywords): Code[] {
  const { no_log, ignore_errors, check_mode, diff, delegate_to, timeout, environment } = node;
  const written = [no_log, ignore_errors, check_mode, diff, delegate_to, timeout, ...environment];
  return templatesIn(written.map((each) => each?.value));
}

const knownExpressions = new WeakMap<ModuleSchema, readonly string[]>();

function expressionNames(schema: ModuleSchema): readonly string[] {
  const names =
    knownExpressions.get(schema) ??
    Object.keys(schema.properties).filter((name) => schema.properties[name]!.expression);
  knownExpressions.set(schema, names);
  return names;
}

/** Parameters that hold bare expressions: `that` of assert, each of which may rely on those before it; `var` of debug. */
function thatCodes(task: Task, schema: ModuleSchema | undefined, sure: ReadonlySet<string>): Use[] {
  const names = schema ? expressionNames(schema) : [];
  if (names.length === 0) return [];
  const fields = taskFields(task.args);
  return names.flatMap((name) => {
    const written = fields.get(name);
    if (!written) return [];
    const list = Array.isArray(written.value) ? written.value : [written.value];
    const known = new Set(sure);
    return list.flatMap((value, index) => {
      if (typeof value !== 'string') return [];
      const place = Array.isArray(written.value) ? written.within([index]) : written.place;
      const code = conditionCode({ value, place, within: () => place });
      const use = code && { code, sure: new Set(known), lenient: name === 'var' };
      addAll(known, assuredBy(code));
      return use ? [use] : [];
    });
  });
}

/** Its first line may say that `{{ }}` is text in it. */
const hasOwnMarks = (text: string): boolean => /^#jinja2:.*_(?:start|end)_string/.test(text);

/** The file that a `template` task renders, when it is there already. */
function templateFile({ task, role, play }: Site, { keyring }: LoadContext): Template | undefined {
  if (shortName(task.module.value) !== 'template') return undefined;
  const fields = taskFields(task.args);
  const src = fields.get('src')?.value;
  const marked = ['variable_start_string', 'block_start_string', 'comment_start_string'].some((name) =>
    fields.has(name),
  );
  if (typeof src !== 'string' || marked) return undefined;
  const { path } = findFile('templates', src, {
    playbookDir: play.playbookDir,
    file: task.file,
    ...(role ? { rolePath: role.role.path } : {}),
  });
  if (path === undefined) return undefined;
  const { text, problem } = decryptedText(path, readFileSync(path, 'utf8'), keyring);
  return problem || hasOwnMarks(text)
    ? undefined
    : new Template(text, { place: { file: path, line: 1, column: 1 }, kind: 'file' });
}

import { PlayError } from '../../diagnostics.ts';
import { findModule } from '../../modules/registry.ts';
import type { At } from '../../playbook/types.ts';
import { writtenArguments } from '../../schema/arguments.ts';
import { Expression } from '../../template/expression.ts';
import { Template } from '../../template/template.ts';
import { type Dict, dictEntries, dictGet, dictKeys, isDict } from '../../template/values.ts';
import { hasTemplates } from '../../template/written.ts';
import { compiledOf } from '../conditions.ts';
import { findFor } from '../template_host.ts';
import { mentionedFiles, mentionsUnknownFiles } from './mentioned_files.ts';
import type { Node } from './outline.ts';

/** A variable that something reads. */
export interface Need {
  readonly name: string;
  /** It copes when the variable is not defined. */
  readonly guarded: boolean;
}

/** Stands among needs for any variable: it cannot be seen which one is read. */
export const anyVariable = '*';
const anything: readonly Need[] = [{ name: anyVariable, guarded: true }];

/** The variables a task sets: what it registers, what `set_fact` names, and what the file of an `include_vars` holds. */
export function definedBy(node: Node): readonly string[] {
  const { register, module } = node.task;
  const own = register ? [register.value] : [];
  const name = findModule(module.value)?.name;
  if (name === 'include_vars') return [...own, ...includedNames(node)];
  if (name !== 'set_fact') return own;
  const facts = dictKeys(argumentsOf(node)).map(String);
  return [...own, ...facts.filter((fact) => fact !== 'cacheable' && !fact.includes('{{'))];
}

function includedNames(node: Node): readonly string[] {
  const name = dictGet(argumentsOf(node), 'name');
  return typeof name === 'string' ? [name] : Object.keys(includedVars(node) ?? {});
}

/** What a vars file holds, as far as the file is written out and there. */
export function includedVars(node: Node): Readonly<Record<string, At>> | undefined {
  const given = argumentsOf(node);
  const file = dictGet(given, 'file') ?? dictGet(given, '_raw_params');
  if (typeof file !== 'string') return undefined;
  try {
    const path = findFor(node.frame, node.task.file, 'vars', file);
    return node.frame.play.run.options.loader.vars(path);
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

/** The variables a task reads by itself: in its arguments, conditions, loop and other keywords. */
export function neededBy(node: Node): readonly Need[] {
  const { task, frame } = node;
  const conditions = [...frame.when, ...judgements(node)];
  const values = [task.loop?.items, task.loop_control, task.retries, task.delay, ...task.notify, ...frame.environment];
  const nearest = [
    frame.nearest.delegate_to,
    frame.nearest.no_log,
    frame.nearest.check_mode,
    frame.nearest.ignore_errors,
  ];
  return [
    ...needsOfConditions(conditions),
    ...[...values, ...nearest].flatMap((at) => needsOfValue(at?.value, node)),
    ...needsOfArguments(node),
    ...frame.module_defaults.flatMap((at) => needsOfDefaults(at, node)),
    ...needsOfTemplateFile(node),
  ];
}

/** Conditions on a task's own result. */
const judgements = ({ task }: Node): readonly At[] => [...task.until, ...task.changed_when, ...task.failed_when];

/** Further variables that a task reads when it runs, whatever it is needed for. */
export function alsoReadBy(node: Node): readonly Need[] {
  const { task, frame } = node;
  const values = [task.name, task.async, task.poll, frame.nearest.diff, frame.nearest.timeout, ...frame.tags];
  return values.flatMap((at) => needsOfValue(at?.value, node));
}

/** Whether only the conditions on its own result read what a task registers: they see that result and not the one before. */
export function readsOnlyOwnResult(node: Node): boolean {
  const name = node.task.register?.value;
  if (name === undefined || !needsOfConditions(judgements(node)).some((need) => need.name === name)) return false;
  const { until: _u, changed_when: _c, failed_when: _f, ...rest } = node.task;
  const before = { ...node, task: { ...rest, until: [], changed_when: [], failed_when: [] } };
  return !neededBy(before).some((need) => need.name === name);
}

/** A condition may rely on what the ones before it made sure of. */
function needsOfConditions(conditions: readonly At[]): Need[] {
  const assured = new Set<string>();
  return conditions.flatMap((at) => {
    const condition = compiledOf(at);
    const needs = condition
      .freeVariables()
      .map(({ name, guarded }) => ({ name, guarded: guarded || assured.has(name) }));
    for (const name of condition.assures()) assured.add(name);
    // Text that a template gives may be an expression in turn.
    const hidden = condition.readsAnyVariable() || at.value instanceof Template;
    return hidden ? [...needs, ...anything] : needs;
  });
}

/** The variables that templates anywhere in a written value read, in the files they bring in too. */
export function needsOfValue(value: unknown, node: Node): readonly Need[] {
  if (!hasTemplates(value)) return [];
  if (value instanceof Template) return needsOfTemplate(value, node, new Set());
  if (Array.isArray(value)) return value.flatMap((each) => needsOfValue(each, node));
  return isDict(value) ? dictEntries(value).flatMap(([, each]) => needsOfValue(each, node)) : [];
}

function needsOfTemplate(template: Template, node: Node, seen: Set<string>): readonly Need[] {
  const inner = mentionedFiles(template).flatMap((name) => needsOfFile(name, node, seen));
  const hidden = template.readsAnyVariable() || mentionsUnknownFiles(template);
  if (inner.length === 0 && !hidden) return template.freeVariables();
  return [...template.freeVariables(), ...inner, ...(hidden ? anything : [])];
}

/** A template file reads what it reads; one that is not there is a mistake that shows when it is used. */
function needsOfFile(name: string, node: Node, seen: Set<string>): readonly Need[] {
  if (seen.has(name)) return [];
  seen.add(name);
  try {
    const file = findFor(node.frame, node.task.file, 'templates', name);
    const place = { file, line: 1, column: 1 };
    return needsOfTemplate(new Template(readTemplate(file, node), { place, kind: 'file' }), node, seen);
  } catch (error) {
    if (error instanceof PlayError) return anything;
    throw error;
  }
}

const readTemplate = (file: string, { frame }: Node) => frame.play.run.options.loader.read(file).toString('utf8');

function argumentsOf({ task, schema }: Node): Dict {
  return schema ? writtenArguments(task.args, schema).params.value : {};
}

function needsOfArguments(node: Node): readonly Need[] {
  const given = argumentsOf(node);
  return dictEntries(given).flatMap(([name, value]) => {
    const isExpression = node.schema?.properties[String(name)]?.expression === true;
    return isExpression ? [value].flat().flatMap((each) => needsOfExpression(each, node)) : needsOfValue(value, node);
  });
}

function needsOfExpression(value: unknown, node: Node): readonly Need[] {
  if (value instanceof Template) return [...needsOfValue(value, node), ...anything];
  if (typeof value !== 'string') return needsOfValue(value, node);
  const expression = new Expression(value, { place: node.task.args.place });
  return expression.readsAnyVariable() ? [...expression.freeVariables(), ...anything] : expression.freeVariables();
}

/** Only the defaults of the task's own module, and of groups. */
function needsOfDefaults({ value }: At, node: Node): readonly Need[] {
  if (!isDict(value)) return needsOfValue(value, node);
  const own = findModule(node.task.module.value)?.name;
  return dictEntries(value).flatMap(([key, each]) => {
    const name = String(key);
    return name.startsWith('group/') || findModule(name)?.name === own ? needsOfValue(each, node) : [];
  });
}

/** A `template` task reads what its file reads. */
function needsOfTemplateFile(node: Node): readonly Need[] {
  if (findModule(node.task.module.value)?.name !== 'template') return [];
  const src = dictGet(argumentsOf(node), 'src');
  return typeof src === 'string' ? needsOfFile(src, node, new Set()) : anything;
}

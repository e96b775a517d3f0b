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
import { mentionedFiles } from './mentioned_files.ts';
import type { Node } from './outline.ts';

/** A variable that something reads. */
export interface Need {
  readonly name: string;
  /** It copes when the variable is not defined. */
  readonly guarded: boolean;
}

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

/** Names in a vars file, as far as the file is written out and there. */
function includedNames(node: Node): readonly string[] {
  const given = argumentsOf(node);
  const name = dictGet(given, 'name');
  if (typeof name === 'string') return [name];
  const file = dictGet(given, 'file') ?? dictGet(given, '_raw_params');
  if (typeof file !== 'string') return [];
  try {
    const path = findFor(node.frame, node.task.file, 'vars', file);
    return Object.keys(node.frame.play.run.options.loader.vars(path));
  } catch (error) {
    if (error instanceof PlayError) return [];
    throw error;
  }
}

/** The variables a task reads by itself: in its arguments, conditions, loop and other keywords. */
export function neededBy(node: Node): readonly Need[] {
  const { task, frame } = node;
  const conditions = [...frame.when, ...task.until, ...task.changed_when, ...task.failed_when];
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

/** A condition may rely on what the ones before it made sure of. */
function needsOfConditions(conditions: readonly At[]): Need[] {
  const assured = new Set<string>();
  return conditions.flatMap((at) => {
    const condition = compiledOf(at);
    const needs = condition
      .freeVariables()
      .map(({ name, guarded }) => ({ name, guarded: guarded || assured.has(name) }));
    for (const name of condition.assures()) assured.add(name);
    return needs;
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
  return inner.length === 0 ? template.freeVariables() : [...template.freeVariables(), ...inner];
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
    if (error instanceof PlayError) return [];
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
  if (typeof value !== 'string') return needsOfValue(value, node);
  return new Expression(value, { place: node.task.args.place }).freeVariables();
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
  return typeof src === 'string' ? needsOfFile(src, node, new Set()) : [];
}

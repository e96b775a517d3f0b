import { Template } from '../template/template.ts';
import { type Frame, sourceOf } from './context.ts';
import { type Found, findTaskFile } from './find_file.ts';
import { isList, isMapping, type Node, type Pair, withValue } from './node.ts';
import { checkKeywords, describe, names, pairsByName, readKeywords, report } from './read_keywords.ts';
import { importRole } from './roles.ts';
import { staticText } from './static_scope.ts';
import { taskFields } from './task_fields.ts';
import { readTask, shortName } from './tasks.ts';
import type { At, Block, Entry, Task } from './types.ts';

/** A list of tasks and blocks, with static imports put in place. */
export function readEntries(node: Node | undefined, frame: Frame): readonly Entry[] {
  if (!node || node.value === null) return [];
  if (!isList(node)) {
    report(
      frame,
      'tasks-type',
      `tasks must be a list, not ${describe(node.value)}`,
      node.place,
      'start each task with "- "',
    );
    return [];
  }
  return node.items.flatMap((item) => readEntry(item, frame));
}

function readEntry(node: Node, frame: Frame): readonly Entry[] {
  if (!isMapping(node)) {
    const message = `a task must be a mapping, not ${describe(node.value)}`;
    report(frame, 'task-type', message, node.place, 'write it as "- name: …" with a module below');
    return [];
  }
  const pairs = pairsByName(node, frame);
  const part = ['block', 'rescue', 'always'].find((name) => pairs.has(name));
  if (part && frame.handlers)
    report(frame, 'handler-kind', 'a block cannot be a handler', pairs.get(part)!.place, eachHandler);
  if (part) return [readBlock(node, pairs, frame)];
  const read = readTask(node, pairs, frame);
  if (read === undefined) return [];
  const task = shortName(read.module.value) === 'include' ? plainInclude(read) : read;
  const module = shortName(task.module.value);
  if (frame.handlers && (module === 'include_role' || module === 'import_role')) {
    report(frame, 'handler-kind', `${module} cannot be a handler`, task.module.place, 'include_tasks can be one');
  }
  if (module === 'import_tasks' || module === 'import_role') frame.context.imports.push(task);
  if (module === 'import_tasks') return importTasks(task, frame);
  if (module === 'import_role') return importRole(task, frame);
  return [task];
}

const eachHandler = 'write its tasks as handlers that listen to one topic';

function readBlock(node: Node, pairs: Map<string, Pair>, frame: Frame): Block {
  checkKeywords(pairs, 'block', frame);
  if (!pairs.has('block')) {
    const found = pairs.has('rescue') ? 'rescue' : 'always';
    report(frame, 'block-missing', `"${found}" needs a "block" beside it`, pairs.get(found)!.place);
  }
  const keywords = readKeywords(pairs, frame);
  const inner = {
    ...frame,
    vars: keywords.vars ? [keywords.vars, ...frame.vars] : frame.vars,
    notify: [...frame.notify, ...names(pairs.get('notify')?.node)],
  };
  const part = (name: string) => readEntries(pairs.get(name)?.node, inner);
  return {
    kind: 'block',
    origin: 'block',
    ...keywords,
    place: node.place,
    block: part('block'),
    rescue: part('rescue'),
    always: part('always'),
  };
}

/**
 * `include: FILE a=1`, as playbooks had it before Ansible 2.16: put in its place when its name is plain and it does not loop,
 * otherwise included by the run; what stands beside the name are variables.
 */
function plainInclude(task: Task): Task {
  const { _raw_params, file, ...vars } = Object.fromEntries(taskFields(task.args));
  const named = _raw_params ?? file;
  const isStatic = named !== undefined && !(named.value instanceof Template) && !task.loop;
  return {
    ...task,
    module: withValue(task.module, isStatic ? 'import_tasks' : 'include_tasks'),
    args: named ?? task.args,
    ...(task.vars || Object.keys(vars).length > 0 ? { vars: { ...vars, ...task.vars } } : {}),
  };
}

/** A static import becomes a block: its keywords hold for every task of the file. */
function importTasks(task: Task, frame: Frame): readonly Entry[] {
  if (task.loop) {
    const hint = 'include_tasks can loop';
    report(frame, 'import-loop', 'an import cannot loop', task.loop.items.place, hint);
  }
  const name = importedName(task, frame);
  if (name === undefined) return [];
  const vars = task.vars ? [task.vars, ...frame.vars] : frame.vars;
  const entries = readTaskFile(name, task.args.place, { ...frame, vars, notify: [...frame.notify, ...task.notify] });
  return [{ ...task, kind: 'block', origin: 'import_tasks', block: entries, rescue: [], always: [] }];
}

/** The file of an import: the text beside it, or its `file`; a template is rendered with what is known before the run. */
function importedName(task: Task, frame: Frame): string | undefined {
  const written = writtenFile(task.args);
  const vars = task.vars ? [task.vars, ...frame.vars] : frame.vars;
  if (written) return staticText(written, { ...frame, vars });
  report(
    frame,
    'param-missing',
    'import_tasks needs the name of a file',
    task.module.place,
    'write import_tasks: FILE',
  );
  return undefined;
}

/** The file that `include_tasks`, `import_tasks` or `include_vars` names, as written. */
export function writtenFile(args: At): At | undefined {
  if (args.value === null) return undefined;
  const fields = args.value as { file?: unknown; _raw_params?: unknown };
  const field = (['file', '_raw_params'] as const).find((name) => isPlainObject(fields) && fields[name] !== undefined);
  if (field) return { value: fields[field], place: args.within([field]), within: args.within };
  if (isPlainObject(fields) || Array.isArray(fields)) return undefined;
  const file = typeof args.value === 'string' ? /^file=(\S+)$/.exec(args.value.trim())?.[1] : undefined;
  return file === undefined ? args : { ...args, value: file };
}

const isPlainObject = (value: unknown) =>
  typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;

/** The entries of another task file; `place` is where it is named. */
export function readTaskFile(
  name: string,
  place: At['place'],
  frame: Frame,
  how: 'import' | 'include' = 'import',
): readonly Entry[] {
  const { context, file, role } = frame;
  const origin = { playbookDir: context.playbookDir, file, ...(role ? { rolePath: role.path } : {}) };
  const found = findTaskFile(name, origin, how);
  if (found.path === undefined) {
    report(frame, 'file-missing', `no task file "${name}"`, place, triedHint(found));
    return [];
  }
  if (frame.chain.includes(found.path)) {
    report(
      frame,
      'import-cycle',
      `"${name}" imports itself`,
      place,
      'include_tasks with a condition can repeat a file',
    );
    return [];
  }
  const inner = { ...frame, file: found.path, chain: [...frame.chain, found.path] };
  return readEntries(sourceOf(context, found.path).root, inner);
}

/** Where a missing file was looked for. */
export const triedHint = ({ tried }: Found): string => `looked for ${tried.join(', ')}`;

import { nearest } from '../schema/distance.ts';
import { Template } from '../template/template.ts';
import { dictEntries, isDict, newDict } from '../template/values.ts';
import type { Frame } from './context.ts';
import { keywords, keywordsAt, loopLookup } from './keywords.ts';
import { checkLoopControl } from './loop_control.ts';
import { moduleName } from './module_name.ts';
import { at, child, isMapping, type Node, type Pair, withValue } from './node.ts';
import { checkKeywords, conditions, names, readKeywords, report } from './read_keywords.ts';
import type { At, Task } from './types.ts';
import { isVariableName, variableNameHint } from './variables.ts';

/** A module's name without the prefix of Ansible's own collections. */
export const shortName = (module: string): string => module.replace(/^ansible\.(builtin|legacy)\./, '');

/** One task; undefined when no module can be told from its keys. */
export function readTask(node: Node, pairs: Map<string, Pair>, frame: Frame): Task | undefined {
  const action = findAction(node, pairs, frame);
  const isPlainModule = (name: string) => !Object.hasOwn(keywords, name) && frame.context.isModule(name);
  const modules = new Set([action?.key, ...[...pairs.keys()].filter(isPlainModule)]);
  const rest = new Map([...pairs].filter(([name]) => !modules.has(name) && loopLookup(name) === undefined));
  checkKeywords(rest, frame.handlers ? 'handler' : 'task', frame);
  checkLoopControl(pairs.get('loop_control')?.node, action && shortName(action.module.value), frame);
  if (action === undefined) return undefined;
  checkInclude(shortName(action.module.value), rest, frame);
  const single = (name: string) => {
    const written = pairs.get(name)?.node;
    return written && written.value !== null ? { [name]: at(written) } : {};
  };
  const loop = readLoop(pairs, frame);
  const args = pairs.get('args')?.node;
  return {
    kind: 'task',
    ...readKeywords(pairs, frame),
    place: node.place,
    file: frame.file,
    module: action.module,
    args: args ? withArgs(action.args, at(args)) : action.args,
    ...(loop ? { loop } : {}),
    ...readRegister(pairs, frame),
    ...single('loop_control'),
    ...single('retries'),
    ...single('delay'),
    ...single('async'),
    ...single('poll'),
    until: conditions(pairs.get('until')?.node),
    changed_when: conditions(pairs.get('changed_when')?.node),
    failed_when: conditions(pairs.get('failed_when')?.node),
    notify: [...frame.notify, ...names(pairs.get('notify')?.node)],
    listen: names(pairs.get('listen')?.node),
    ...(action.local ? { delegate_to: withValue(action.module, 'localhost') } : {}),
  };
}

/** What a dynamic include takes itself (Ansible's page "Playbook Keywords"); the rest is for the tasks it brings. */
const includeKeywords = new Set(
  `action args collections debugger ignore_errors listen local_action loop loop_control name no_log register run_once static
  tags timeout vars when`.split(/\s+/),
);

function checkInclude(module: string, pairs: ReadonlyMap<string, Pair>, frame: Frame): void {
  if (module !== 'include_tasks' && module !== 'include_role') return;
  for (const [name, { place }] of pairs) {
    if (includeKeywords.has(name) || !Object.hasOwn(keywords, name)) continue;
    const applies = keywords[name]!.levels.includes('block');
    const hint = applies ? `put it under apply, so that it holds for what is included` : 'put it on the tasks inside';
    report(frame, 'keyword-misplaced', `"${name}" cannot stand on ${module}`, place, hint);
  }
}

interface Action {
  /** The key of the task it stands under. */
  readonly key: string;
  readonly module: At<string>;
  readonly args: At;
  readonly local?: true;
}

function findAction(node: Node, pairs: Map<string, Pair>, frame: Frame): Action | undefined {
  const foreign = [...pairs.keys()].filter((name) => !Object.hasOwn(keywords, name) && loopLookup(name) === undefined);
  const old = (['action', 'local_action'] as const).filter((name) => pairs.has(name));
  const alike = foreign.length + old.length === 0 ? namedLikeKeywords(pairs, frame) : [];
  const modules = foreign.length > 1 ? chooseModules(foreign, frame) : [...foreign, ...alike];
  const found = [...old, ...modules];
  if (found.length > 1) {
    const message = `a task runs one module, but ${found.map((name) => `"${name}"`).join(' and ')} stand here`;
    report(frame, 'task-modules', message, pairs.get(found[1]!)!.place, 'make them two tasks');
  }
  const key = found[0];
  if (key === undefined) {
    report(frame, 'task-module-missing', 'this task has no module', node.place, 'add one, e.g. debug: { msg: … }');
    return undefined;
  }
  const pair = pairs.get(key)!;
  if (key === 'action' || key === 'local_action') return readActionKeyword(key, pairs, frame);
  const module = { value: key, place: pair.place, within: () => pair.place };
  return { key, module, args: at(pair.node) };
}

/** Modules that have the name of a keyword which has no meaning on a task (`gather_facts`, `user`). */
function namedLikeKeywords(pairs: ReadonlyMap<string, Pair>, { context, handlers }: Frame): readonly string[] {
  const allowed = keywordsAt(handlers ? 'handler' : 'task');
  return [...pairs.keys()].filter(
    (name) => Object.hasOwn(keywords, name) && !allowed.includes(name) && context.isModule(name),
  );
}

/** Of several keys that are no keywords: those that are modules, or else the one least like a misspelt keyword. */
function chooseModules(foreign: readonly string[], { context, handlers }: Frame): readonly string[] {
  const known = foreign.filter((name) => context.isModule(name));
  if (known.length > 0) return known;
  const allowed = keywordsAt(handlers ? 'handler' : 'task');
  return [foreign.find((name) => nearest(name, allowed) === undefined) ?? foreign[0]!];
}

/** `action: copy src=a dest=b`, or a mapping with `module` and its arguments. */
function readActionKeyword(
  key: 'action' | 'local_action',
  pairs: ReadonlyMap<string, Pair>,
  frame: Frame,
): Action | undefined {
  const { node, place } = pairs.get(key)!;
  const own = pairs.get('vars')?.node;
  const local = key === 'local_action' ? { local: true as const } : {};
  const name = textOf(isMapping(node) ? child(node, 'module')?.value : node.value);
  if (typeof name !== 'string' || name.trim() === '') {
    report(frame, 'task-module-missing', `"${key}" names no module`, place, `write ${key}: MODULE key=value …`);
    return undefined;
  }
  if (isMapping(node) && isDict(node.value)) {
    const args = newDict(dictEntries(node.value).filter(([each]) => each !== 'module'));
    const named = moduleName(at(child(node, 'module')!), own, frame);
    if (named === undefined) return undefined;
    const module = { value: named, place: child(node, 'module')!.place, within: () => place };
    return { key, module, args: withValue(at(node), args), ...local };
  }
  const word = /^\s*(\{\{.*?\}\}\S*|\S+)\s*/s.exec(name)!;
  const named = moduleName(withValue(at(node), word[1]!), own, frame);
  if (named === undefined) return undefined;
  const module = { value: named, place: node.locate?.(word[0].indexOf(word[1]!), word[1]!.length) ?? node.place };
  return { key, module: { ...module, within: () => module.place }, args: restOf(node, name, word[0].length), ...local };
}

const textOf = (value: unknown) => (value instanceof Template ? value.text : value);

/** The text after a module's name, with its own place; a template again when the whole was one. */
function restOf(node: Node, text: string, start: number): At {
  const rest = text.slice(start);
  const locate = (offset: number, width?: number) => node.locate?.(start + offset, width) ?? node.place;
  const place = locate(0, rest.length);
  const value =
    rest === '' ? null : node.value instanceof Template ? new Template(rest, { place, kind: 'yaml', locate }) : rest;
  return { value, place, within: () => place };
}

/** Arguments under the module's name win over those of `args:`. */
function withArgs(own: At, more: At): At {
  if (!isDict(more.value)) return withVariableParams(own, more);
  const base = own.value === null ? newDict([]) : own.value;
  const text = textOf(base);
  if (typeof text === 'string') {
    const value = newDict([['_raw_params', base], ...dictEntries(more.value)]);
    return {
      value,
      place: own.place,
      within: (path, of) => (path[0] === '_raw_params' ? own.place : more.within(path, of)),
    };
  }
  if (!isDict(base)) return own;
  const ownKeys = new Set(dictEntries(base).map(([key]) => key));
  return {
    value: newDict([...dictEntries(more.value), ...dictEntries(base)]),
    place: own.place,
    within: (path, of) => (ownKeys.has(path[0]) || path.length === 0 ? own : more).within(path, of),
  };
}

/** `args: "{{ options }}"`: parameters that are known once the template is rendered. */
function withVariableParams(own: At, more: At): At {
  if (!(more.value instanceof Template)) return own;
  const written = newDict([['_variable_params', more.value]]);
  return withArgs(own, { ...more, value: written, within: () => more.place });
}

function readLoop(pairs: Map<string, Pair>, frame: Frame): Task['loop'] {
  const loops = [...pairs].filter(([name]) => name === 'loop' || loopLookup(name) !== undefined);
  const [first, second] = loops;
  if (second)
    report(
      frame,
      'task-loops',
      `"${first![0]}" and "${second[0]}" cannot stand on one task`,
      second[1].place,
      'keep one of them',
    );
  return first && { kind: loopLookup(first[0]) ?? 'loop', items: at(first[1].node) };
}

const meansRegister = (name: string) => !Object.hasOwn(keywords, name) && nearest(name, ['register']) !== undefined;

/** A misspelt `register` is told as such; the name it meant is still taken, so that its uses are not mistakes too. */
function readRegister(pairs: Map<string, Pair>, frame: Frame): { register?: At<string> } {
  const meant = pairs.has('register') ? 'register' : [...pairs.keys()].find(meansRegister);
  const node = meant === undefined ? undefined : pairs.get(meant)!.node;
  if (!node || node.value === null) return {};
  if (node.value instanceof Template || !isVariableName(node.value)) {
    const name = String(textOf(node.value));
    const hint =
      node.value instanceof Template
        ? 'a template cannot stand here; set_fact can make names'
        : variableNameHint(node.value);
    report(frame, 'variable-name', `"${name}" cannot be a variable's name`, node.place, hint);
    return {};
  }
  return { register: at<string>(node) };
}

import { PlayError } from '../diagnostics.ts';
import type { Entry, RoleUse } from '../playbook/types.ts';
import { argumentProblems, optionsOf, unknownArguments } from '../schema/argument_spec.ts';
import { toBoolean } from '../schema/scalars.ts';
import { force } from '../template/lazy.ts';
import { type Dict, dictGet, isDict } from '../template/values.ts';
import { end } from './conclude.ts';
import { decide } from './conditions.ts';
import type { TaskInfo } from './events.ts';
import { failure } from './failure.ts';
import type { Flow } from './flow.ts';
import type { Frame } from './frame.ts';
import { blockFrame, roleFrame } from './frame.ts';
import { modeOf } from './mode.ts';
import type { VariableScope } from './scope.ts';
import { scopeOf } from './variables.ts';
import { childrenOf } from './walk.ts';

/**
 * Checks the variables a role is used with against its argument specs, as a task of its own before the others (Ansible's
 * page "Roles", "Role argument validation").
 */
export function validateArguments(use: RoleUse, frame: Frame): Flow {
  const spec = specOf(use);
  if (!isDict(spec) || !use.entries.some((entry) => runsSomething(entry, frame))) return 'next';
  const scope = scopeOf(frame, use.place.file);
  const { run } = frame.play;
  const started = performance.now();
  const summary = dictGet(spec, 'short_description');
  const info: TaskInfo = {
    id: run.nextId++,
    ...(run.unit && { unit: run.unit.id }),
    name: `Validating arguments against arg spec '${use.role.entry_point}'${summary ? ` - ${String(summary)}` : ''}`,
    role: use.role.name,
    module: 'validate_argument_spec',
    place: use.place,
    kind: 'task',
  };
  run.report({ type: 'task_started', task: info });
  const ended = validate(use, spec, frame, scope);
  const done = { ...ended, hidden: false, milliseconds: performance.now() - started };
  return end({ frame, scope, info }, done);
}

function validate(use: RoleUse, spec: object, frame: Frame, scope: VariableScope) {
  const { run } = frame.play;
  try {
    const verdict = decide(frame.when, scope);
    if (verdict.holds === false) return { result: { changed: false, skipped: true, false_condition: verdict.failing } };
    const options = optionsOf(spec);
    const names = [...options.keys()].filter((name) => scope.has(name));
    const values = new Map(names.map((name) => [name, force(scope.get(name), scope)]));
    for (const name of names) if (isSecret(options.get(name)!)) run.options.redactor.add(values.get(name));
    const problems = [...argumentProblems(spec, Object.fromEntries(values)), ...unknownArguments(use, options)];
    const about = { validate_args_context: contextOf(use) };
    if (problems.length === 0) return { result: { changed: false, msg: 'The arg spec validation passed', ...about } };
    const errors = problems.map((problem) => problem.message);
    const message = `role "${use.role.name}": ${errors.join('; ')}`;
    const { result, ...rest } = failure(new PlayError({ code: 'role-arguments', message, place: use.place }));
    return { ...rest, result: { ...result, argument_errors: errors, ...about } };
  } catch (error) {
    return failure(error);
  }
}

/** What the validation is about, as Ansible returns it. */
const contextOf = ({ role }: RoleUse) => ({
  type: 'role',
  name: role.name,
  argument_spec_name: role.entry_point,
  path: role.path,
});

const isSecret = (option: Dict) => toBoolean(dictGet(option, 'no_log') ?? false) === true;

function specOf({ role }: RoleUse): unknown {
  return isDict(role.argument_specs) ? dictGet(role.argument_specs, role.entry_point) : undefined;
}

/** A role of which tags leave out everything is not talked about, even where some of it is read. */
function runsSomething(entry: Entry, frame: Frame): boolean {
  if (entry.kind === 'task') return modeOf(entry, frame) === 'run';
  const inside = entry.kind === 'role' ? roleFrame(frame, entry) : blockFrame(frame, entry);
  return childrenOf(entry).some((child) => runsSomething(child, inside));
}

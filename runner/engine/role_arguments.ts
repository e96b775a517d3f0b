import { PlayError } from '../diagnostics.ts';
import type { Entry, RoleUse } from '../playbook/types.ts';
import { specSchema } from '../schema/argument_spec.ts';
import { validateParams } from '../schema/validate.ts';
import { force } from '../template/lazy.ts';
import { dictGet, isDict } from '../template/values.ts';
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
  try {
    const verdict = decide(frame.when, scope);
    if (verdict.holds === false) return { result: { changed: false, skipped: true, false_condition: verdict.failing } };
    const schema = specSchema(spec);
    const names = Object.keys(schema.properties).filter((name) => scope.has(name));
    const values = Object.fromEntries(names.map((name) => [name, force(scope.get(name), scope)]));
    const { problems } = validateParams(schema, values);
    if (problems.length === 0) return { result: { changed: false, msg: 'The arg spec validation passed' } };
    const message = problems.map((problem) => problem.message).join('; ');
    return failure(
      new PlayError({ code: 'role-arguments', message: `role "${use.role.name}": ${message}`, place: use.place }),
    );
  } catch (error) {
    return failure(error);
  }
}

function specOf({ role }: RoleUse): unknown {
  return isDict(role.argument_specs) ? dictGet(role.argument_specs, role.entry_point) : undefined;
}

/** A role of which tags leave out everything is not talked about, even where some of it is read. */
function runsSomething(entry: Entry, frame: Frame): boolean {
  if (entry.kind === 'task') return modeOf(entry, frame) === 'run';
  const inside = entry.kind === 'role' ? roleFrame(frame, entry) : blockFrame(frame, entry);
  return childrenOf(entry).some((child) => runsSomething(child, inside));
}

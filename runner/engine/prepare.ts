import { type Connection, splitConnection } from '../aws/connection.ts';
import { PlayError } from '../diagnostics.ts';
import type { AnyModule } from '../modules/module.ts';
import type { At, Task } from '../playbook/types.ts';
import { expandVariableParams, type WrittenArguments, writtenArguments } from '../schema/arguments.ts';
import { ownNames } from '../schema/coerce.ts';
import type { Problem } from '../schema/problem.ts';
import { toBoolean } from '../schema/scalars.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { asData, DataText, isAuthored } from '../template/authored.ts';
import { force } from '../template/lazy.ts';
import { Template } from '../template/template.ts';
import { containsUnknown, type Dict, dictGet, dictKeys, isDict, omit, setKey, Unknown } from '../template/values.ts';
import type { Running } from './conclude.ts';
import type { LoadedModule } from './load_module.ts';
import { moduleDefaults } from './module_defaults.ts';
import { unknownYet } from './not_known_yet.ts';
import type { VariableScope } from './scope.ts';
import { collectSecrets } from './secrets.ts';
import { findFor } from './template_host.ts';

type Values = Record<string, unknown>;

/** A module with the parameters of one call. */
export interface Prepared {
  readonly module: AnyModule;
  readonly schema: ModuleSchema;
  /** Own names, right types, defaults filled in. */
  readonly params: Record<string, unknown>;
  readonly connection: Connection;
  /** Some parameter is not known yet. */
  readonly vague: boolean;
}

/** Renders and checks the parameters of a task. Throws PlayError at the place of the mistake. */
export function prepare(
  { task, frame }: Running,
  loaded: LoadedModule,
  scope: VariableScope,
  hidden: boolean,
): Prepared {
  const { schema, module } = loaded;
  const written = argumentsOf(task, loaded);
  const defaults = moduleDefaults(frame, loaded, scope, written.params.value);
  const { params: rendered, isOpen } = render(written.params, schema, scope, defaults);
  const { connection, params: own } = loaded.isAws ? splitConnection(rendered) : { connection: {}, params: rendered };
  const { listed, data } = schema.additionalProperties === true ? parted(own, schema, task) : { listed: own };
  const { params, problems } = loaded.validate(listed);
  if (problems[0]) throw mistake(problems[0], written.params);
  if (data) Object.assign(params, data);
  findFiles(params, schema, { task, frame });
  collectSecrets(frame.play.run.options.redactor, {
    schema,
    params,
    connection,
    written: written.params.value,
    hidden,
  });
  return { module, schema, params, connection, vague: isOpen && containsUnknown(params) };
}

const written = new WeakMap<At, WrittenArguments>();

/** The arguments of a task, taken apart once. */
function argumentsOf(task: Task, { schema }: LoadedModule): WrittenArguments {
  let found = written.get(task.args);
  if (!found) {
    found = writtenArguments(task.args, schema);
    written.set(task.args, found);
  }
  if (found.problems[0]) throw mistake(found.problems[0], found.params);
  return found;
}

function render(
  { value, place }: At<Dict>,
  schema: ModuleSchema,
  scope: VariableScope,
  defaults: readonly (readonly [string, unknown])[],
): { readonly params: Values; readonly isOpen: boolean } {
  const params: Values = {};
  let isOpen = false;
  const onUnknown = () => {
    isOpen = true;
  };
  const add = (name: string, each: unknown) => {
    const rendered = renderedParam(each, schema.properties[name]?.expression === true, scope, onUnknown);
    if (rendered === omit) delete params[name];
    else params[name] = rendered;
  };
  for (const [name, each] of defaults) add(name, each);
  for (const key of dictKeys(value)) {
    const name = schema.additionalProperties ? renderedName(String(key), place, scope) : String(key);
    add(name, dictGet(value, key));
  }
  if (params['_variable_params'] instanceof Unknown) throw unknownYet('what stands under args', place);
  return { params: '_variable_params' in params ? withVariableParams(params, schema) : params, isOpen };
}

/** `args: "{{ … }}"` may bring expressions in: they are data. */
function withVariableParams(params: Readonly<Record<string, unknown>>, schema: ModuleSchema) {
  const all = { ...expandVariableParams(params) };
  for (const [name, { expression }] of Object.entries(schema.properties))
    if (expression && !Object.hasOwn(params, name) && Object.hasOwn(all, name)) all[name] = asData(all[name]);
  return all;
}

/** Expressions stay text, to be evaluated by the module; what a template made of data is marked as such. */
function renderedParam(written: unknown, isExpression: boolean, scope: VariableScope, onUnknown: () => void): unknown {
  if (isExpression && Array.isArray(written)) return written.map((each) => renderedParam(each, true, scope, onUnknown));
  const value = force(written, scope, { dropOmitted: true, onUnknown });
  if (!isExpression || isAuthored(written, scope)) return value;
  return written instanceof Template || written instanceof DataText ? asData(value) : value;
}

/** Modules that take any name (`set_fact`) may have it made by a template. */
function renderedName(name: string, place: At['place'], scope: VariableScope): string {
  if (!/\{[{%]/.test(name)) return name;
  const rendered = new Template(name, { place, kind: 'yaml' }).render(scope);
  if (rendered instanceof Unknown) throw unknownYet(`the name ${name}`, place);
  return String(rendered);
}

/**
 * Values for names that the schema does not list are the playbook's own data, so they keep what modules have no use for: a
 * float that is whole, keys that are no text. Of `key=value` text the words for true and false mean just that. Nothing is
 * asked of them.
 */
function parted(rendered: Values, { properties }: ModuleSchema, { args }: Task): { listed: Values; data: Values } {
  const isText = !isDict(args.value);
  const listed: Values = {};
  const data: Values = {};
  const known = ownNames(properties);
  for (const [name, value] of Object.entries(rendered)) {
    const isWord = isText && typeof value === 'string' && /^(true|false|yes|no)$/i.test(value);
    if (known.has(name)) setKey(listed, name, value);
    else setKey(data, name, isWord ? toBoolean(value) : value);
  }
  return { listed, data };
}

/** The paths of files that parameters name; for what is to go, or only read for that, none is needed. */
function findFiles(
  params: Record<string, unknown>,
  { properties }: ModuleSchema,
  { task, frame }: Pick<Running, 'task' | 'frame'>,
): void {
  if (params['state'] === 'absent' || frame.play.run.reading) return;
  for (const name of Object.keys(params)) {
    const file = properties[name]?.file;
    const value = params[name];
    if (file && typeof value === 'string') params[name] = findFor(frame, task.file, file, value);
  }
}

function mistake({ code, message, hint, path, of }: Problem, params: At): PlayError {
  return new PlayError({ code, message, place: params.within(path, of), ...(hint === undefined ? {} : { hint }) });
}

import type { ActionContext } from '../modules/module.ts';
import type { At } from '../playbook/types.ts';
import { Expression } from '../template/expression.ts';
import { force } from '../template/lazy.ts';
import { Template } from '../template/template.ts';
import { Unknown } from '../template/values.ts';
import type { Call } from './call.ts';
import { dataLayer } from './layer.ts';
import { progressOf, worldOf } from './run_aws.ts';
import type { VariableScope } from './scope.ts';
import { findFor } from './template_host.ts';

/** What an action may use, bound to its task. */
export function actionContext(call: Call, signal: AbortSignal, warn: (message: string) => void): ActionContext {
  const { running, scope, check, diff, environment } = call;
  const { task, frame } = running;
  const { options, jobs, inventory } = frame.play.run;
  return {
    check,
    diff,
    environment,
    signal,
    warn,
    verbosity: options.verbosity,
    playbookDir: options.playbookDir,
    sandbox: options.sandbox,
    sandboxEngine: options.sandboxEngine,
    prompt: options.prompt,
    job: (id) => jobs.find(id),
    hosts: inventory,
    runFolder: options.runFolder,
    progress: progressOf(call),
    evaluate: (expression) => evaluate(expression, task.args, scope),
    template(text, { file, vars = {}, ...blocks }) {
      const template = new Template(text, { place: { file, line: 1, column: 1 }, kind: 'file', ...blocks });
      const rendered = template.render(scope.with(dataLayer(new Map(Object.entries(vars)))));
      return rendered instanceof Unknown ? rendered : String(rendered);
    },
    variable: (name) => (scope.has(name) ? force(scope.get(name), scope) : undefined),
    findFile: (kind, name) => findFor(frame, task.file, kind, name),
    readFile: (path) => options.loader.read(path),
    parseYaml: (text, file) => options.loader.yaml(text, file),
    world: (wanted = {}) => worldOf(call, check, wanted.region),
  };
}

/** A text is an expression; what a template has already made of it, or of data, is its value. */
function evaluate(expression: unknown, { place }: At, scope: VariableScope): unknown {
  if (typeof expression !== 'string') return force(expression, scope);
  return new Expression(expression, { place }).evaluate(scope);
}

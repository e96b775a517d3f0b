import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlayError } from '../diagnostics.ts';
import { newDict } from './python/dict.ts';
import type { Value } from './python/types.ts';
import { createScope, type Scope, type TemplateHost } from './scope.ts';
import { Template, type TemplateOptions } from './template.ts';
import { plain } from './values.ts';

/** For tests: a world that looks for files in one folder. */
export const hostIn = (folder: string, environment: Record<string, string> = {}): TemplateHost => ({
  environment: { PATH: process.env['PATH'], ...environment },
  playbookDir: folder,
  check: false,
  readFile: (path) => readFileSync(path, 'utf8'),
  hide: () => {},
  findFile: (kind, name) => {
    const tried = name.startsWith('/') ? [name] : [join(folder, kind, name), join(folder, name)];
    const found = tried.find((path) => existsSync(path));
    if (found !== undefined) return found;
    throw new PlayError({ code: 'missing-file', message: `there is no file ${name}, tried ${tried.join(', ')}` });
  },
});

/** For tests: data as written, with text that holds braces as templates. */
export function written(data: unknown): unknown {
  if (typeof data === 'string') return /\{[{%#]/.test(data) ? template(data) : data;
  if (Array.isArray(data)) return data.map(written);
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return newDict(Object.entries(data).map(([key, value]) => [key, written(value)]));
}

/** For tests: a template at line 1, column 1 of `test.yml`. */
export const template = (text: string, options: Partial<TemplateOptions> = {}): Template =>
  new Template(text, { place: { file: 'test.yml', line: 1, column: 1 }, kind: 'yaml', ...options });

/** For tests: a scope of these variables, written as in a playbook. */
export const scopeOf = (variables: Record<string, unknown> = {}, host: TemplateHost = hostIn('/nowhere')): Scope =>
  createScope([written(variables) as Record<string, unknown>], host);

/** For tests: what a template file gives beside the files of a folder; undefined when it is refused with an error for people. */
export function givenIn(folder: string, text: string, variables: Record<string, unknown>): Value | undefined {
  try {
    return template(text, { kind: 'file' }).render(scopeOf(variables, hostIn(folder)));
  } catch (error) {
    assert.ok(error instanceof PlayError, text);
    return undefined;
  }
}

/** For tests: the value of a template. */
export const render = (text: string, variables: Record<string, unknown> = {}, host?: TemplateHost): Value =>
  template(text).render(scopeOf(variables, host));

/** For tests: the text that a template file gives. */
export const renderFile = (
  text: string,
  variables: Record<string, unknown> = {},
  options: Partial<TemplateOptions> = {},
): Value => template(text, { kind: 'file', ...options }).render(scopeOf(variables));

/** An expression, and the value that Ansible was seen to give it. */
export type Recorded = readonly (readonly [expression: string, value: unknown])[];

/** For tests: every expression gives what is recorded. */
export function holdTo(recorded: Recorded, variables: Record<string, unknown> = {}, host?: TemplateHost): void {
  for (const [expression, value] of recorded) {
    const [own] = render(`{{ [${expression}] }}`, variables, host) as Value[];
    assert.deepEqual(plain(own), value, expression);
  }
}

/** For tests: the error that it throws. */
export function errorOf(run: () => unknown): PlayError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof PlayError, `not a PlayError: ${String((error as Error).stack)}`);
    return error;
  }
  return assert.fail('nothing was thrown');
}

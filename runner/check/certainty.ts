import { PlayError } from '../diagnostics.ts';
import { conditionOf } from '../template/condition.ts';
import { lazy } from '../template/lazy.ts';
import { resolving } from '../template/resolving.ts';
import type { Scope, TemplateHost } from '../template/scope.ts';
import { Template } from '../template/template.ts';
import { containsUnknown, dictEntries, isDict, newDict, Unknown, unknown } from '../template/values.ts';
import type { Names } from './scope.ts';
import { type Code, templatesIn } from './written.ts';

/** What a condition comes to whatever the run brings, since all it looks at is written in the playbook; undefined otherwise. */
export function surely(code: Code, names: Names): boolean | undefined {
  const value = attempt(() => (looksOutside(code.text) ? unknown : conditionOf(code).test(scopeOf(names))));
  return typeof value === 'boolean' ? value : undefined;
}

/** A written value with every template replaced that the playbook alone decides; the others stay. */
export function settled(value: unknown, names: Names): unknown {
  const scope = scopeOf(names);
  return replaced(value, (template) => settledTemplate(template, scope));
}

/**
 * The same, where templates that the playbook alone does not decide become what is unknown about them: a value of `names` that is
 * unknown itself comes through as the one it is. With `files`, lookups of the playbook's own files are made.
 */
export function traced(value: unknown, names: Names, files?: TemplateHost): unknown {
  const outside = files ? looksBeyondFiles : looksOutside;
  const scope = scopeOf(names, files ?? host, outside);
  return replaced(value, (template) => {
    const found = outside(template.text) ? failed : attempt(() => template.render(scope));
    return found === failed ? unknown : found;
  });
}

/** The value itself when no template inside is replaced. */
function replaced(value: unknown, replace: (template: Template) => unknown): unknown {
  if (value instanceof Template) return replace(value);
  if (Array.isArray(value)) {
    const parts = value.map((part) => replaced(part, replace));
    return parts.every((part, index) => part === value[index]) ? value : parts;
  }
  if (!isDict(value)) return value;
  const entries = dictEntries(value);
  const parts = entries.map(([key, part]) => [key, replaced(part, replace)] as const);
  return parts.every(([, part], index) => part === entries[index]![1]) ? value : newDict(parts);
}

function settledTemplate(template: Template, scope: Scope): unknown {
  if (looksOutside(template.text)) return template;
  const value = attempt(() => template.render(scope));
  return value === failed || containsUnknown(value) ? template : value;
}

/** Whether a piece of code gets by without an undefined name, because the branch that has it is never taken. */
export function isSurelyFine(code: Code, names: Names): boolean {
  if (looksOutside(code.text)) return false;
  const value = attempt(() =>
    code instanceof Template ? code.render(scopeOf(names)) : conditionOf(code).test(scopeOf(names)),
  );
  return value !== failed && !(value instanceof Unknown);
}

const failed = Symbol('failed');

function attempt(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof PlayError) return failed;
    throw error;
  }
}

/** Lookups read files, run programs and ask the network; nothing of that happens while checking. */
const looksOutside = (text: string) =>
  /\b(lookup|query|q)\s*\(|%\s*(include|import|from|extends)\b/.test(text) ||
  /\b(now|strftime|random|shuffle|random_mac|password_hash|vault|unvault|fileglob|realpath|expanduser|expandvars)\b/.test(
    text,
  ) ||
  /(\bis\s+(not\s+)?|['"])[\w.]*\b(exists|link_exists|(is_)?(file|dir|directory|link|mount|same_file))\b/.test(text);

/** The same, where `lookup('file', …)` and `lookup('template', …)` may be made: they read what is part of the playbook. */
export const looksBeyondFiles = (text: string) =>
  looksOutside(text.replace(/\blookup\(\s*(['"])(?:file|template)\1\s*,\s*(?:(['"])[\w./-]+\2|[\w.]+)\s*\)/g, ''));

/** The written variables of a task; what only the run knows is unknown, and so is what looks outside. */
function scopeOf(names: Names, files: TemplateHost = host, outside = looksOutside): Scope {
  const rendered = new Map<string, unknown>();
  const scope: Scope = {
    host: files,
    has: (name) => names.find(name) !== undefined,
    get: (name) => {
      if (!rendered.has(name)) rendered.set(name, valueIn(name, names, scope, outside));
      return rendered.get(name);
    },
    names: () => names.known(),
    isSilent: true,
  };
  return scope;
}

function valueIn(name: string, names: Names, scope: Scope, outside: (text: string) => boolean): unknown {
  const definition = names.find(name);
  if (definition === undefined) return undefined;
  if (definition === 'opaque' || templatesIn(definition.value).some(({ text }) => outside(text))) return unknown;
  return resolving(scope, name, name, () => lazy(definition.value, scope, name));
}

const host: TemplateHost = {
  environment: {},
  playbookDir: '/',
  check: true,
  hide: () => {},
  readFile: (path) => {
    throw new PlayError({ code: 'file-missing', message: `the file ${path} is not read while checking` });
  },
  findFile: (_, name) => {
    throw new PlayError({ code: 'file-missing', message: `no file "${name}" is looked for while checking` });
  },
};

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PlayError } from '../diagnostics.ts';
import { createScope, type Scope, type TemplateHost } from '../template/scope.ts';
import { Template } from '../template/template.ts';
import { type Frame, type LoadContext, sourceOf } from './context.ts';
import { readDecrypted } from './encrypted.ts';
import { findFile } from './find_file.ts';
import { report } from './read_keywords.ts';
import type { At } from './types.ts';
import { readVars } from './variables.ts';

type Vars = Readonly<Record<string, At>>;

/** Text known before the run: plain, or a template of `-e` and written variables. Undefined, with a mistake noted, otherwise. */
export function staticText(written: At, frame: Frame): string | undefined {
  if (!(written.value instanceof Template)) {
    if (typeof written.value === 'string' || typeof written.value === 'number') return String(written.value);
    report(frame, 'import-name', 'the name of what is imported must be text', written.place);
    return undefined;
  }
  try {
    return String(written.value.render(staticScope(frame)));
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    const hint = 'imports are resolved before the run: use -e, play vars, or the include_… form';
    report(
      frame,
      'import-name',
      `"${written.value.text}" cannot be known before the run: ${error.message}`,
      written.place,
      hint,
    );
    return undefined;
  }
}

/** A scope of what is written: `-e` first, then the nearest variables. */
export function staticScope({ context, file, role, vars }: Frame): Scope {
  const magic = {
    playbook_dir: context.playbookDir,
    ...(role ? { role_name: role.name, role_path: role.path } : {}),
    inventory_hostname: 'localhost',
  };
  const written = vars.map((layer) => new Map(Object.entries(layer).map(([name, { value }]) => [name, value])));
  return createScope([context.extraVars, ...written, magic], staticHost(context, file, role?.path));
}

function staticHost({ playbookDir, keyring }: LoadContext, file: string, rolePath: string | undefined): TemplateHost {
  return {
    readFile: (path) => readDecrypted(path, keyring).toString('utf8'),
    hide: (value) => keyring.hide(value),
    environment: process.env,
    playbookDir,
    check: true,
    findFile: (kind, name) => {
      const found = findFile(kind, name, { playbookDir, file, ...(rolePath ? { rolePath } : {}) });
      if (found.path !== undefined) return found.path;
      throw new PlayError({
        code: 'file-missing',
        message: `no file "${name}"`,
        hint: `looked for ${found.tried.join(', ')}`,
      });
    },
  };
}

/** The variables of a play that imports may use: those of its `vars_files` over its own, as far as they are there already. */
export function staticVars(own: Vars | undefined, files: readonly At[], frame: Frame): readonly Vars[] {
  const base = own ? [own] : [];
  const scope = staticScope({ ...frame, vars: base });
  const loaded = files.flatMap(({ value }) => {
    const choices = (Array.isArray(value) ? value : [value]).map((each) => quietText(each, scope));
    const path = choices.flatMap((name) => findVarsFile(name, frame))[0];
    const root = path === undefined ? undefined : sourceOf(frame.context, path).root;
    return root?.pairs ? [readVars(root, { ...frame, file: path! })] : [];
  });
  return [...loaded.reverse(), ...base];
}

function quietText(value: unknown, scope: Scope): string | undefined {
  try {
    const text = value instanceof Template ? value.render(scope) : value;
    return typeof text === 'string' ? text : undefined;
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

function findVarsFile(name: string | undefined, { context, file }: Frame): string[] {
  if (name === undefined) return [];
  const tried = [resolve(dirname(file), name), ...findFile('vars', name, { playbookDir: context.playbookDir }).tried];
  const path = tried.find((each) => existsSync(each));
  return path === undefined ? [] : [path];
}

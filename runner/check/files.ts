import type { Diagnostic } from '../diagnostics.ts';
import type { LoadContext } from '../playbook/context.ts';
import { writtenFile } from '../playbook/entries.ts';
import { type Found, findFile } from '../playbook/find_file.ts';
import { taskFields } from '../playbook/task_fields.ts';
import { shortName } from '../playbook/tasks.ts';
import type { At, Play } from '../playbook/types.ts';
import { toBoolean } from '../schema/scalars.ts';
import { Template } from '../template/template.ts';
import { varsFilePath } from './definitions.ts';
import type { Site, Walk } from './sites.ts';
import type { Use } from './uses.ts';
import { textIn } from './written.ts';

type Kind = 'files' | 'templates' | 'vars';

const readsFiles = new Set(['copy', 'template', 'include_vars', 'script', 'unarchive', 'assemble']);

/** The file a task needs to be there, where it is written out and relative: an absolute one may be made by the run. */
export function neededFile({ task }: Site): { written: At; kind: Kind } | undefined {
  const module = shortName(task.module.value);
  if (!readsFiles.has(module)) return undefined;
  const fields = taskFields(task.args);
  const src = fields.get('src');
  const says = (name: string, value: boolean) => toBoolean(fields.get(name)?.value ?? !value) === value;
  switch (module) {
    case 'copy':
      return src && toBoolean(fields.get('remote_src')?.value ?? false) === false
        ? { written: src, kind: 'files' }
        : undefined;
    case 'template':
      return src && { written: src, kind: 'templates' };
    case 'include_vars': {
      const written = fields.get('file') ?? (fields.has('dir') ? undefined : writtenFile(task.args));
      return written && { written, kind: 'vars' };
    }
    case 'script':
      return neededScript(fields.get('_raw_params') ?? fields.get('cmd') ?? writtenFile(task.args));
    case 'unarchive':
      return src && !says('remote_src', true) && !says('copy', false) ? { written: src, kind: 'files' } : undefined;
    case 'assemble':
      return src && says('remote_src', false) ? { written: src, kind: 'files' } : undefined;
    default:
      return undefined;
  }
}

/** The first word of a command line, when no template has a part in it. */
function neededScript(line: At | undefined): { written: At; kind: Kind } | undefined {
  const text = line?.value instanceof Template ? line.value.text : line?.value;
  const [, double, single, bare] = /^\s*(?:"([^"{]+)"|'([^'{]+)'|([^\s"'\\{]+)(?=\s|$))/.exec(String(text ?? '')) ?? [];
  const name = double ?? single ?? bare;
  return line && name !== undefined ? { written: { ...line, value: name }, kind: 'files' } : undefined;
}

/** Files that tasks name and that are nowhere. */
export function missingFiles(walk: Walk): Diagnostic[] {
  return walk.sites.flatMap((site) => {
    const needed = neededFile(site);
    const name = needed?.written.value;
    if (!needed || typeof name !== 'string' || /^[~/]/.test(name) || site.forgiven || isPrepared(site)) return [];
    const { task, role, play } = site;
    const found = findFile(needed.kind, name, {
      playbookDir: play.playbookDir,
      file: task.file,
      ...(role ? { rolePath: role.role.path } : {}),
    });
    return found.path !== undefined || isMade(name, site, walk) ? [] : [missing(name, needed.written, found)];
  });
}

/** Files that a `file` lookup names, where its text tells it, and that are nowhere. */
export function missingLookups(
  sites: readonly { readonly site: Site; readonly uses: readonly Use[] }[],
  all: Walk,
): Diagnostic[] {
  return sites.flatMap(({ site, uses }) => {
    if (site.forgiven || isPrepared(site)) return [];
    const { task, role, play } = site;
    const origin = { playbookDir: play.playbookDir, file: task.file, ...(role ? { rolePath: role.role.path } : {}) };
    return uses.flatMap(({ code }) =>
      [...code.text.matchAll(/\blookup\(\s*'(?:ansible\.builtin\.)?file'\s*,\s*'([^'{}/~][^'{}]*)'\s*\)/g)].flatMap(
        ([, name]) => {
          const found = findFile('files', name!, origin);
          if (found.path !== undefined || isMade(name!, site, all)) return [];
          return [missing(name!, { value: name, place: code.place ?? task.place, within: () => task.place }, found)];
        },
      ),
    );
  });
}

/** `vars_files` that are not there. */
export function missingVarsFiles(play: Play, context: LoadContext): Diagnostic[] {
  return play.vars_files.flatMap((written) => {
    const choices = Array.isArray(written.value) ? written.value : [written.value];
    if (varsFilePath(written.value, play, context) !== undefined) return [];
    const name = String(choices.map((choice) => (choice instanceof Template ? choice.text : choice)).join(', '));
    return [missing(name, written, findFile('vars', name, { playbookDir: play.playbookDir, file: play.file }))];
  });
}

function missing(name: string, { place }: At, { tried }: Found): Diagnostic {
  return { code: 'file-missing', message: `no file "${name}"`, place, hint: `looked for ${tried.join(', ')}` };
}

/** A condition that looks at files says that the author knows it may not be there. */
const isPrepared = ({ task, parents }: Site) =>
  [task, ...parents.map(({ node }) => node)].some(({ when }) =>
    when.some(({ value }) =>
      /exists|\bstat\b|is (file|directory|link|defined)|^false$/i.test(
        value instanceof Template ? value.text : String(value),
      ),
    ),
  );

/** Another task mentions the file: it may be the one that makes it. */
function isMade(name: string, own: Site, { sites }: Walk): boolean {
  const base = name.replace(/\/$/, '').split('/').at(-1)!;
  return sites.some(({ task }) => task !== own.task && textIn(task.args.value).includes(base));
}

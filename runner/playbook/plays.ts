import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Frame, frameOf, type LoadContext, sourceOf } from './context.ts';
import { readEntries, triedHint } from './entries.ts';
import { at, isList, isMapping, type Node, type Pair } from './node.ts';
import { checkKeywords, describe, pairsByName, readKeywords, report } from './read_keywords.ts';
import { readRoleEntry } from './role_entry.ts';
import { readRoleUses } from './roles.ts';
import { staticText, staticVars } from './static_scope.ts';
import type { At, Keywords, Play, RoleUse } from './types.ts';

/** The plays of a playbook file, those of imported ones in their place. */
export function readPlays(file: string, context: LoadContext, chain: readonly string[] = [file]): readonly Play[] {
  const { root } = sourceOf(context, file);
  const frame = frameOf(context, file, { chain });
  if (!root) return [];
  if (!isList(root)) {
    const message = `a playbook must be a list of plays, not ${describe(root.value)}`;
    report(frame, 'playbook-type', message, root.place, 'start each play with "- hosts: localhost"');
    return [];
  }
  if (root.items.length === 0) report(frame, 'playbook-type', 'this playbook holds no play', root.place);
  return root.items.flatMap((item) => readPlayOrImport(item, frame));
}

function readPlayOrImport(node: Node, frame: Frame): readonly Play[] {
  if (!isMapping(node)) {
    const hint = 'start each play with "- hosts: localhost"';
    report(frame, 'play-type', `a play must be a mapping, not ${describe(node.value)}`, node.place, hint);
    return [];
  }
  const pairs = new Map([...pairsByName(node, frame)].map(([name, pair]) => [plainName(name), pair]));
  return pairs.has('import_playbook') ? importPlaybook(pairs, frame) : [readPlay(node, pairs, frame)];
}

const plainName = (name: string) =>
  /^ansible\.(builtin|legacy)\.import_playbook$/.test(name) ? 'import_playbook' : name;

function importPlaybook(pairs: Map<string, Pair>, frame: Frame): readonly Play[] {
  checkKeywords(pairs, 'import_playbook', frame);
  const keywords = readKeywords(pairs, frame);
  const { node } = pairs.get('import_playbook')!;
  const scope = keywords.vars ? { ...frame, vars: [keywords.vars] } : frame;
  const name = staticText(at(node), scope);
  if (name === undefined) return [];
  const path = resolve(dirname(frame.file), name.trim());
  if (!existsSync(path)) {
    report(frame, 'file-missing', `no playbook "${name}"`, node.place, triedHint({ tried: [path] }));
    return [];
  }
  if (frame.chain.includes(path)) {
    report(frame, 'import-cycle', `"${name}" imports itself`, node.place, 'remove one of the imports');
    return [];
  }
  const context = { ...frame.context, playbookDir: dirname(path) };
  return readPlays(path, context, [...frame.chain, path]).map((play) => underImport(play, keywords));
}

/** The keywords of an import hold for the plays it brings. */
function underImport(play: Play, { name: _, ...outer }: Keywords): Play {
  return {
    ...outer,
    ...play,
    vars: { ...play.vars, ...outer.vars },
    tags: [...outer.tags, ...play.tags],
    when: [...outer.when, ...play.when],
    environment: [...outer.environment, ...play.environment],
    module_defaults: [...outer.module_defaults, ...play.module_defaults],
  };
}

function readPlay(node: Node, pairs: Map<string, Pair>, frame: Frame): Play {
  checkKeywords(pairs, 'play', frame);
  const keywords = readKeywords(pairs, frame);
  const single = (name: string) => {
    const written = pairs.get(name)?.node;
    return written && written.value !== null ? { [name]: at(written) } : {};
  };
  const list = (name: string) => listed(pairs.get(name)?.node);
  const varsFiles = list('vars_files');
  const inner = { ...frame, vars: staticVars(keywords.vars, varsFiles, frame) };
  const section = (name: string) => readEntries(pairs.get(name)?.node, { ...inner, handlers: name === 'handlers' });
  return {
    ...keywords,
    place: node.place,
    hosts: readHosts(node, pairs, frame),
    strategy: pairs.get('strategy')?.node.value === 'graph' ? 'graph' : 'linear',
    gather_facts: pairs.has('gather_facts') ? at(pairs.get('gather_facts')!.node) : undefined,
    ...single('force_handlers'),
    ...single('max_fail_percentage'),
    vars_files: varsFiles,
    vars_prompt: list('vars_prompt'),
    roles: readRoles(pairs.get('roles')?.node, inner),
    pre_tasks: section('pre_tasks'),
    tasks: section('tasks'),
    post_tasks: section('post_tasks'),
    handlers: section('handlers'),
    file: frame.file,
    playbookDir: frame.context.playbookDir,
  };
}

const listed = (node: Node | undefined): readonly At[] =>
  !node || node.value === null ? [] : isList(node) ? node.items.map((item) => at(item)) : [at(node)];

function readHosts(node: Node, pairs: Map<string, Pair>, frame: Frame): At {
  const written = pairs.get('hosts')?.node;
  const empty = written && (written.value === null || written.value === '' || written.items?.length === 0);
  if (written && !empty) return at(written);
  const message = written ? 'a play needs hosts, but none are given' : 'a play needs hosts';
  report(frame, 'hosts-missing', message, (written ?? node).place, 'add hosts: localhost');
  return { value: 'localhost', place: node.place, within: () => node.place };
}

/** `roles:` with dependencies before their role. */
function readRoles(node: Node | undefined, frame: Frame): readonly RoleUse[] {
  if (!node || !isList(node)) return [];
  return node.items.flatMap((item) => {
    const request = readRoleEntry(item, 'roles', frame);
    return request ? readRoleUses(request, frame) : [];
  });
}

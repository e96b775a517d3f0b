import { PlayError } from '../../diagnostics.ts';
import type { Loaded } from '../../playbook/load.ts';
import { didYouMean } from '../../schema/distance.ts';
import { Template } from '../../template/template.ts';
import { collectDefinitions, type Definitions } from '../definitions.ts';
import { namesAt, type Scoped } from '../scope.ts';
import { type Site, type Walk, walk } from '../sites.ts';
import { type Rung, rungsAt } from './rungs.ts';
import { type Known, knownOf, partOf, writtenPart } from './value.ts';

/** A place in the playbook that sees its own variables. */
export interface Scope {
  readonly kind: 'play' | 'role' | 'task';
  readonly name: string;
}

/** One definition as it is told: the first one counts, each of the others is overridden by those before it. */
export interface Told extends Rung {
  readonly value: Known;
}

/** Why a variable is what it is, in one scope. */
export interface Explanation {
  readonly scope: Scope;
  readonly rungs: readonly Told[];
}

interface Search {
  readonly name: string;
  readonly path: readonly string[];
  readonly reached: Walk;
  readonly definitions: Definitions;
  readonly loaded: Loaded;
}

/**
 * Where a variable gets its value: for the tasks of that name, or for each play and for the roles in which another definition
 * counts. `variable` may go on into its value: `config.ports[0]`. Throws PlayError `usage` for names that do not exist.
 */
export function explainVariable(loaded: Loaded, variable: string, task?: string): readonly Explanation[] {
  const plays = loaded.playbook?.plays ?? [];
  const reached = walk(plays, loaded.context);
  const definitions = collectDefinitions(reached, plays, loaded.context);
  const places = task === undefined ? wholePlays(reached, definitions) : tasksCalled(task, reached);
  const search = { ...pathOf(variable, places, definitions), reached, definitions, loaded };
  const all = places.map(({ scope, scoped }) => ({ scope, rungs: toldAt(scoped, search) }));
  const found = all.filter(({ rungs }) => rungs.length > 0);
  if (found.length === 0) throw unknownVariable(search, places);
  return found.filter((each, index) => each.scope.kind !== 'role' || isNews(each, found.slice(0, index)));
}

/** A role is worth telling where another definition counts than for the play, or where the same one has another value. */
const isNews = (each: Explanation, before: readonly Explanation[]): boolean => {
  const play = before.findLast(({ scope }) => scope.kind === 'play');
  const uses = before.filter(({ scope }) => scope.kind === 'role' && scope.name === each.scope.name);
  return [...(play ? [play] : []), ...uses].every((other) => gist(other) !== gist(each));
};

const gist = ({ rungs: [first] }: Explanation): string =>
  JSON.stringify([first?.level, first?.at?.place, first?.value]);

interface Spot {
  readonly scope: Scope;
  readonly scoped: Scoped;
}

function wholePlays(reached: Walk, { plays }: Definitions): readonly Spot[] {
  return [...plays.keys()].flatMap((play): Spot[] => {
    const around = { kind: 'play' as const, node: play };
    const roles = reached.roles.filter((each) => each.play === play);
    const name = textOf(play.name?.value ?? play.hosts.value);
    return [
      { scope: { kind: 'play', name }, scoped: { play, parents: [around] } },
      ...roles.map(({ use, parents }) => ({
        scope: { kind: 'role' as const, name: use.role.name },
        scoped: { play, parents: [...parents, { kind: 'role' as const, node: use }] },
      })),
    ];
  });
}

/** Tasks of that name, with or without their role's before it. */
function tasksCalled(asked: string, { sites }: Walk): readonly Spot[] {
  const all = sites.map((site) => ({ site, own: ownName(site), full: fullName(site) }));
  const found = all.filter(({ own, full }) => own === asked || full === asked);
  if (found.length > 0) return found.map(({ site, full }) => ({ scope: { kind: 'task', name: full }, scoped: site }));
  const names = all.flatMap(({ own, full }) => [own, full]);
  throw usage(`no task is called "${asked}"`, didYouMean(asked, names) ?? 'play PLAYBOOK --list-tasks shows them all');
}

const ownName = ({ task }: Site) => textOf(task.name?.value ?? task.module.value);
const fullName = (site: Site) => (site.role ? `${site.role.role.name} : ${ownName(site)}` : ownName(site));

const textOf = (value: unknown) => (value instanceof Template ? value.text : String(value));

/** The variable and the path into it; `vars.x` is `x`. */
function pathOf(written: string, places: readonly Spot[], definitions: Definitions) {
  const parts = written
    .replace(
      /\[(?:'([^']*)'|"([^"]*)"|([^\]]*))\]/g,
      (_, ...quoted) => `.${quoted.slice(0, 3).find((text) => text !== undefined)}`,
    )
    .split('.')
    .filter((part) => part !== '');
  const [first = '', ...rest] = parts;
  const isDefined = (name: string) =>
    places.some(({ scoped }) => ![undefined, 'opaque'].includes(namesAt(scoped, definitions).find(name) as undefined));
  return first === 'vars' && rest.length > 0 && !isDefined('vars')
    ? { name: rest[0]!, path: rest.slice(1) }
    : { name: first, path: rest };
}

function toldAt(scoped: Scoped, { name, path, reached, definitions, loaded }: Search): readonly Told[] {
  const names = namesAt(scoped, definitions);
  return rungsAt(name, scoped, reached.sites, definitions, loaded.context).flatMap((rung, index): Told[] => {
    if (rung.isOpen || !rung.at) return [{ ...rung, value: { kind: 'open', from: [] } }];
    const { at, rest } = writtenPart(rung.at, path);
    const whole = knownOf(at, names, loaded.context);
    const part = whole.kind === 'known' ? partOf(whole.value, rest) : undefined;
    if (part?.found) return [{ ...rung, at, value: { kind: 'known', value: part.part } }];
    if (part && index === 0) throw noPart(name, path, part.key, part.keys);
    // What is overridden may have had no such part.
    return part ? [] : [{ ...rung, at, value: whole }];
  });
}

function noPart(name: string, path: readonly string[], key: string, keys: readonly string[]): PlayError {
  const above = [name, ...path.slice(0, path.indexOf(key))].join('.');
  const has = keys.length > 0 ? `it has ${keys.slice(0, 12).join(', ')}` : 'its value has no parts';
  return usage(`${above} has no "${key}"`, didYouMean(key, keys) ?? has);
}

function unknownVariable({ name, definitions }: Search, places: readonly Spot[]): PlayError {
  const known = new Set(places.flatMap(({ scoped }) => [...namesAt(scoped, definitions).known()]));
  return usage(
    `nothing defines "${name}"`,
    didYouMean(name, [...known]) ?? 'set it with vars, in the defaults of a role, or with -e',
  );
}

const usage = (message: string, hint: string) => new PlayError({ code: 'usage', message, hint });

import { filters } from '../template/filters/index.ts';
import { globals } from '../template/globals/index.ts';
import { lookups } from '../template/lookups/index.ts';
import type { Lookup, Param, Signature } from '../template/plugin.ts';
import { tests } from '../template/tests/index.ts';
import { plain } from '../template/values.ts';
import { pluginDocs } from './collections.ts';
import type { Entry, EntryParameter } from './entry.ts';
import type { MoreParameter, PluginDoc } from './plugin_doc.ts';

type PluginKind = keyof typeof pluginDocs;
type Plugin = Signature & Pick<Lookup, 'options'> & { readonly description: string };

const tables: Readonly<Record<PluginKind, Readonly<Record<string, Plugin>>>> = { filters, tests, lookups, globals };

/** How each kind is written in a template. */
const written: Readonly<Record<PluginKind, (name: string, parameters: string) => string>> = {
  filters: (name, parameters) => `value | ${name}${parameters && `(${parameters})`}`,
  tests: (name, parameters) => `value is ${name}${parameters && `(${parameters})`}`,
  lookups: (name, parameters) => `lookup('${name}', …${parameters && `, ${parameters}`})`,
  globals: (name, parameters) => `${name}(${parameters})`,
};

/** All filters, tests, lookups or functions, by collection; other names of the same one are its aliases. */
export function pluginEntries(kind: PluginKind): Entry[] {
  const table = tables[kind];
  const documented = Object.values(pluginDocs[kind]).flatMap((docs) => Object.keys(docs));
  const others = Object.keys(table).filter((name) => !documented.includes(name));
  const isSame = (name: string, other: string) => table[name]!.description === table[other]!.description;
  /** An undocumented name is another one for the first that is described alike. */
  const meant = (other: string) => documented.find((name) => isSame(name, other));
  return Object.entries(pluginDocs[kind]).flatMap(([group, docs]) =>
    Object.entries(docs).map(([name, doc]): Entry => {
      const plugin = table[name]!;
      const parameters = parametersOf(plugin, doc);
      return {
        name,
        aliases: others.filter((other) => meant(other) === name),
        group,
        description: plugin.description,
        usage: written[kind](name, parameters.map(shown).join(', ')),
        parameters,
        examples: doc.examples.map(([expression, value, given]) => ({
          text: `{{ ${expression} }}`,
          value,
          ...(given && { given: { ...given } }),
        })),
      };
    }),
  );
}

function parametersOf(plugin: Plugin, { parameters = {}, more = {} }: PluginDoc): EntryParameter[] {
  const own = [...(plugin.params ?? []), ...(plugin.options ?? [])].map((param) => declared(param, parameters));
  const besides = Object.entries(more).map(([name, said]) => undeclared(name, said));
  const [positional, named] = [besides.filter(isRest), besides.filter((each) => !isRest(each))];
  return [...own, ...positional, ...named];
}

const isRest = ({ name }: EntryParameter) => name === '…';

function declared(param: Param, said: Readonly<Record<string, string>>): EntryParameter {
  const [name, rest] = typeof param === 'string' ? [param, { required: true }] : [param[0], fallbackOf(param[1])];
  return { name, ...(said[name] && { description: said[name] }), ...rest };
}

/** A default that is no value (a mark for "not given") is not shown. */
function fallbackOf(value: unknown): { default?: unknown } {
  const data = typeof value === 'symbol' || value === undefined ? null : plain(value);
  return { default: data ?? null };
}

const undeclared = (name: string, said: MoreParameter): EntryParameter =>
  typeof said === 'string' ? { name, description: said } : { name, description: said[0], default: said[1] };

function shown(parameter: EntryParameter): string {
  if (!('default' in parameter))
    return parameter.required || isRest(parameter) ? parameter.name : `${parameter.name}=…`;
  return `${parameter.name}=${literal(parameter.default)}`;
}

/** A value as a template writes it. */
export function literal(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

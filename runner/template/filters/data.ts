import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { fromJson, toJson } from '../python/json.ts';
import { wholeNumber } from '../python/number.ts';
import { iterate } from '../python/sequence.ts';
import { checkSize, repeated } from '../python/size.ts';
import { Fault, type Named, use, type Value } from '../python/types.ts';
import { dumpYaml } from '../yaml/dump.ts';
import { loadYaml, loadYamlAll } from '../yaml/load.ts';
import { asText } from './read.ts';

interface JsonDefaults {
  readonly indent: number | null;
  readonly sortKeys: boolean;
}

const jsonOptions = [
  'indent',
  'sort_keys',
  'ensure_ascii',
  'separators',
  'skipkeys',
  'allow_nan',
  'default',
  'preprocess_unsafe',
  'vault_to_text',
];

const writesJson =
  (name: string, defaults: JsonDefaults): Filter['run'] =>
  (value, [named]) => {
    const options = named as Named;
    const odd = [...options.keys()].find((option) => !jsonOptions.includes(option));
    if (odd !== undefined)
      throw new Fault(`${name} has no argument '${odd}'`, { hint: `it takes: ${jsonOptions.slice(0, 4).join(', ')}` });
    const indent = options.has('indent') ? options.get('indent') : defaults.indent;
    const separators = options.get('separators');
    const [item, key] =
      separators === undefined || separators === null ? [undefined, undefined] : iterate(separators).map(asText);
    checkSize(value);
    return toJson(value, {
      indent: indent === null ? undefined : typeof indent === 'string' ? indent : indentOf(indent),
      sortKeys: isTruthy(options.get('sort_keys') ?? defaults.sortKeys),
      ascii: isTruthy(options.get('ensure_ascii') ?? true),
      itemSeparator: item,
      keySeparator: key,
    });
  };

const yamlOptions = [
  'indent',
  'width',
  'sort_keys',
  'default_flow_style',
  'allow_unicode',
  'explicit_start',
  'explicit_end',
];

const writesYaml =
  (name: string, defaults: { readonly indent: number; readonly flow: boolean | null }): Filter['run'] =>
  (value, [named]) => {
    const options = named as Named;
    const odd = [...options.keys()].find((option) => !yamlOptions.includes(option));
    if (odd !== undefined)
      throw new Fault(`${name} has no argument '${odd}'`, { hint: `it takes: ${yamlOptions.join(', ')}` });
    const flow = options.has('default_flow_style') ? options.get('default_flow_style') : defaults.flow;
    checkSize(value);
    return dumpYaml(value, {
      indent: indentOf(options.get('indent') ?? defaults.indent).length,
      width: wholeNumber(options.get('width') ?? 80, 'width'),
      sortKeys: isTruthy(options.get('sort_keys') ?? true),
      flow: flow === null ? null : isTruthy(flow),
      ascii: !isTruthy(options.get('allow_unicode') ?? true),
      explicitStart: isTruthy(options.get('explicit_start') ?? false),
      explicitEnd: isTruthy(options.get('explicit_end') ?? false),
    });
  };

/** Blanks a level of JSON may be moved by; more is a mistake. */
const maxIndent = 1_000;

function indentOf(value: Value): string {
  const indent = wholeNumber(value, 'indent');
  if (indent > maxIndent) throw new Fault(`an indent of ${indent} is too large`, { hint: `at most ${maxIndent}` });
  return repeated(' ', indent);
}

/** JSON that is safe inside HTML. */
function htmlJson(value: Value, [indent]: readonly Value[]): Value {
  checkSize(value);
  const text = toJson(value, {
    sortKeys: true,
    ascii: true,
    indent: indent === null ? undefined : indentOf(indent),
  });
  return text.replace(/[<>&']/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Text is read; anything else passes through, as a value may have been read already. */
const reads =
  (read: (text: string) => Value): Filter['run'] =>
  (value) =>
    typeof use(value) === 'string' ? read(value as string) : value;

/** Filters that write and read JSON and YAML. */
export const dataFilters: Table<Filter> = {
  to_json: {
    description: 'the value as JSON, on one line',
    named: true,
    run: writesJson('to_json', { indent: null, sortKeys: false }),
  },
  to_nice_json: {
    description: 'the value as JSON over several lines, keys in order',
    named: true,
    run: writesJson('to_nice_json', { indent: 4, sortKeys: true }),
  },
  tojson: { description: 'the value as JSON that is safe inside HTML', params: [['indent', null]], run: htmlJson },
  from_json: {
    description: 'the value that a JSON text stands for',
    run: (value) => {
      if (typeof use(value) !== 'string')
        throw new Fault('from_json needs text', { hint: 'the value is data already: leave the filter out' });
      return fromJson(value as string);
    },
  },
  to_yaml: {
    description: 'the value as YAML, innermost lists and dicts on one line',
    named: true,
    run: writesYaml('to_yaml', { indent: 2, flow: null }),
  },
  to_nice_yaml: {
    description: 'the value as YAML, one entry per line',
    named: true,
    run: writesYaml('to_nice_yaml', { indent: 4, flow: false }),
  },
  from_yaml: { description: 'the value that a YAML text stands for', run: reads(loadYaml) },
  from_yaml_all: { description: 'the values of all documents of a YAML text', run: reads(loadYamlAll) },
};

import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { readCsv } from '../python/csv.ts';
import { dictEntries, newDict } from '../python/dict.ts';
import { readIni, writeIni } from '../python/ini.ts';
import { iterate } from '../python/sequence.ts';
import { toText } from '../python/text.ts';
import { Fault, type Value } from '../python/types.ts';
import { asDict } from './dicts.ts';
import { asText } from './read.ts';

const dialects: Readonly<Record<string, string>> = { excel: ',', 'excel-tab': '\t', unix: ',' };

function fromCsv(value: Value, [dialect, names, delimiter, skip, strict]: readonly Value[]): Value {
  const kind = asText(dialect);
  if (!Object.hasOwn(dialects, kind))
    throw new Fault(`unknown dialect '${kind}'`, { hint: `known: ${Object.keys(dialects).join(', ')}` });
  const separator = delimiter === null ? dialects[kind]! : asText(delimiter);
  if (separator.length !== 1) throw new Fault('the delimiter must be one character');
  const rows = readCsv(asText(value), {
    delimiter: separator,
    skipInitialSpace: isTruthy(skip),
    strict: isTruthy(strict),
  }).filter((row) => row.length > 0);
  const header = names === null ? (rows.shift() ?? []) : (iterate(names) as readonly string[]);
  return rows.map((row) => {
    const fields: [Value, Value][] = header.map((name, index) => [name, row[index] ?? null]);
    return newDict(row.length > header.length ? [...fields, [null, row.slice(header.length)]] : fields);
  });
}

function toIni(value: Value): Value {
  const sections = dictEntries(asDict(value)).map(([name, keys]) => {
    const entries = dictEntries(asDict(keys, `the section ${toText(name, 'repr')}`));
    return [toText(name), new Map(entries.map(([key, member]) => [toText(key), asText(member)]))] as const;
  });
  return writeIni(new Map(sections));
}

/** Filters that read and write CSV and INI. */
export const tableFilters: Table<Filter> = {
  from_csv: {
    description: 'a list of dicts, one for each line of a CSV text',
    params: [
      ['dialect', 'excel'],
      ['fieldnames', null],
      ['delimiter', null],
      ['skipinitialspace', null],
      ['strict', null],
    ],
    run: fromCsv,
  },
  from_ini: {
    description: 'the sections and keys of an INI text',
    run: (value) =>
      newDict([...readIni(asText(value), { caseSensitive: true })].map(([name, keys]) => [name, newDict([...keys])])),
  },
  to_ini: { description: 'a dict of dicts as an INI text', run: toIni },
};

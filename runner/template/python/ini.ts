import { Fault } from './types.ts';

/** Sections of an INI file with their keys; a key without `=` has no value. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

export interface IniOptions {
  readonly caseSensitive?: boolean;
  /** Allow keys without a value. */
  readonly allowNoValue?: boolean;
}

const defaults = 'DEFAULT';

/** Reads an INI file as Python's `configparser` does; the keys of `[DEFAULT]` are in every section. */
export function readIni(text: string, options: IniOptions = {}): Ini {
  const sections = new Map<string, Map<string, string | null>>();
  let section: Map<string, string | null> | undefined;
  let key: string | undefined;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const bare = line.trim();
    if (bare === '' || /^[#;]/.test(bare)) {
      if (bare === '') key = undefined;
      continue;
    }
    if (/^\s/.test(line) && section && key !== undefined) {
      section.set(key, `${section.get(key) ?? ''}\n${bare}`);
      continue;
    }
    const header = /^\[([^\]]+)\]/.exec(bare);
    if (header) {
      section = sections.get(header[1]!) ?? new Map();
      sections.set(header[1]!, section);
      key = undefined;
      continue;
    }
    if (!section) throw new Fault(`line ${index + 1} stands before the first [section]: ${bare}`);
    key = setPair(section, bare, index, options);
  }
  return withDefaults(sections);
}

function setPair(
  section: Map<string, string | null>,
  line: string,
  index: number,
  { caseSensitive = false, allowNoValue = false }: IniOptions,
): string {
  const [, name, value] = /^(.*?)\s*[=:]\s*([\s\S]*)$/.exec(line) ?? [];
  if (name === undefined && !allowNoValue) throw new Fault(`line ${index + 1} is no key = value: ${line}`);
  const written = name ?? line;
  const key = caseSensitive ? written : written.toLowerCase();
  if (section.has(key)) throw new Fault(`line ${index + 1} gives '${key}' a second time`);
  section.set(key, value ?? null);
  return key;
}

function withDefaults(sections: Map<string, Map<string, string | null>>): Ini {
  const shared = sections.get(defaults) ?? new Map<string, string | null>();
  const own = [...sections].filter(([name]) => name !== defaults);
  return new Map(own.map(([name, keys]) => [name, interpolated(new Map([...shared, ...keys]))]));
}

const maxDepth = 10;

/** `%(name)s` stands for another key of the section, `%%` for a percent sign. */
function interpolated(section: ReadonlyMap<string, string | null>): ReadonlyMap<string, string | null> {
  const resolve = (value: string, depth: number): string =>
    value.replace(/%(?:%|\(([^)]*)\)s|([\s\S]?))/g, (all, name?: string, odd?: string) => {
      if (odd !== undefined) throw new Fault(`'%' must be followed by '%' or '(', found: ${all}`);
      if (name === undefined) return '%';
      const found = section.get(name.toLowerCase()) ?? section.get(name);
      if (found === undefined || found === null) throw new Fault(`'%(${name})s' stands for no key of the section`);
      if (depth >= maxDepth) throw new Fault(`'%(${name})s' goes round in circles`);
      return resolve(found, depth + 1);
    });
  const resolved = new Map<string, string | null>();
  for (const [key, value] of section) resolved.set(key, value === null ? null : resolve(value, 0));
  return resolved;
}

/** Writes sections as an INI file. */
export function writeIni(sections: Ini): string {
  return [...sections]
    .map(([name, keys]) => `[${name}]\n${[...keys].map(([key, value]) => `${key} = ${value ?? ''}\n`).join('')}`)
    .join('\n');
}

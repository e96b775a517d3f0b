import { accessSync, constants, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Facts } from './fact.ts';
import { askSystem, readSystem } from './read_system.ts';

/** Facts of the machine's own: each `.fact` file is JSON or INI, or a program that prints either. */
export const localFacts: Facts = {
  local: ({ factPath }) =>
    Object.fromEntries(filesIn(factPath).map((path) => [basename(path, '.fact').replaceAll('-', '_'), read(path)])),
};

function filesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.fact'));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function read(path: string): unknown {
  const text = isProgram(path) ? askSystem(path) : readSystem(path);
  if (text === undefined) return `error loading fact - cannot ${isProgram(path) ? 'run' : 'read'} ${path}`;
  try {
    return JSON.parse(text);
  } catch {
    return ini(text) ?? `error loading facts as JSON or ini - please check content: ${path}`;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `[section]` and `name = value` lines; undefined when it is something else. */
function ini(text: string): Record<string, Record<string, string>> | undefined {
  const sections: Record<string, Record<string, string>> = {};
  let current: Record<string, string> | undefined;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || /^[#;]/.test(line)) continue;
    const [, section] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, name, value] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (section !== undefined) current = sections[section] = {};
    else if (current && name !== undefined) current[name.toLowerCase()] = value!;
    else return undefined;
  }
  return sections;
}

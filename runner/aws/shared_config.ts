import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;
type Profiles = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** `~/.aws/config` and `~/.aws/credentials`, or where the environment says they are. */
export function sharedConfigFiles(environment: Environment): { config: string; credentials: string } {
  const home = environment['HOME'] ?? homedir();
  return {
    config: environment['AWS_CONFIG_FILE'] || join(home, '.aws', 'config'),
    credentials: environment['AWS_SHARED_CREDENTIALS_FILE'] || join(home, '.aws', 'credentials'),
  };
}

/** The profiles of both files, merged as the AWS CLI merges them. Files that are not there count as empty. */
export function readProfiles(environment: Environment): Profiles {
  const files = sharedConfigFiles(environment);
  const profiles = new Map<string, Map<string, string>>();
  for (const [file, prefix] of [
    [files.config, /^profile\s+/],
    [files.credentials, /^$/],
  ] as const)
    for (const [section, entries] of sectionsOf(readIfThere(file))) {
      const name = section.replace(prefix, '').replace(/^(['"])(.*)\1$/, '$2');
      profiles.set(name, new Map([...(profiles.get(name) ?? []), ...entries]));
    }
  return profiles;
}

/** The region that the profile names, if any. */
export function profileRegion(environment: Environment, profile: string): string | undefined {
  return readProfiles(environment).get(profile)?.get('region');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // A file that cannot be read holds no profile; the SDK treats it the same way.
    return '';
  }
}

function* sectionsOf(text: string): Iterable<readonly [string, Map<string, string>]> {
  let entries: Map<string, string> | undefined;
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line);
    if (header) {
      if (entries) yield [section, entries];
      section = header[1]!;
      entries = new Map();
    }
    const entry = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (entry) entries?.set(entry[1]!, entry[2]!.replace(/\s+[#;].*$/, ''));
  }
  if (entries) yield [section, entries];
}

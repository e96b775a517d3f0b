import { release, type } from 'node:os';
import type { Facts } from './fact.ts';
import { askSystem, assignments, readSystem } from './read_system.ts';

interface Distribution {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly family: string;
  readonly file?: string;
}

/** Ansible's names where they differ from the first word of `NAME`. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^Debian/, 'Debian'],
  [/^Red Hat Enterprise/, 'RedHat'],
  [/^CentOS/, 'CentOS'],
  [/^Oracle/, 'OracleLinux'],
  [/^Arch Linux/, 'Archlinux'],
  [/^Linux Mint/, 'Linux Mint'],
  [/^openSUSE/, 'openSUSE'],
];

const families: readonly (readonly [RegExp, string])[] = [
  [/debian|ubuntu/, 'Debian'],
  [/rhel|fedora|centos|amzn/, 'RedHat'],
  [/suse/, 'Suse'],
  [/alpine/, 'Alpine'],
  [/arch/, 'Archlinux'],
  [/gentoo/, 'Gentoo'],
  [/void/, 'Void'],
];

function distribution(): Distribution {
  if (type() === 'Darwin') {
    const version = askSystem('sw_vers', '-productVersion') ?? release();
    return { name: 'MacOSX', version, release: release(), family: 'Darwin' };
  }
  const file = ['/etc/os-release', '/usr/lib/os-release'].find((path) => readSystem(path) !== undefined);
  const fields = file === undefined ? {} : assignments(readSystem(file)!);
  const written = fields['NAME'] ?? type();
  const name = names.find(([pattern]) => pattern.test(written))?.[1] ?? written.split(/[ /]/)[0]!;
  const like = `${fields['ID'] ?? ''} ${fields['ID_LIKE'] ?? ''}`;
  return {
    name,
    version: versionOf(name, fields['VERSION_ID'] ?? ''),
    release: fields['VERSION_CODENAME'] ?? fields['UBUNTU_CODENAME'] ?? 'NA',
    family: families.find(([pattern]) => pattern.test(like))?.[1] ?? name,
    ...(file !== undefined && { file }),
  };
}

/** Debian tells its point release elsewhere. */
function versionOf(name: string, version: string): string {
  const exact = name === 'Debian' ? readSystem('/etc/debian_version') : undefined;
  return exact !== undefined && /^\d+(\.\d+)*$/.test(exact) ? exact : version;
}

/** What system it is, from `os-release`. */
export const distributionFacts: Facts = {
  distribution: () => distribution().name,
  distribution_file_parsed: () => (distribution().file === undefined ? undefined : true),
  distribution_file_path: () => distribution().file,
  distribution_file_variety: () => (distribution().file === undefined ? undefined : distribution().name),
  distribution_major_version: () => distribution().version.split('.')[0],
  distribution_minor_version: () => distribution().version.split('.')[1],
  distribution_release: () => distribution().release,
  distribution_version: () => distribution().version,
  os_family: () => distribution().family,
};

/** The Linux Standard Base's words for the same. */
export const lsbFacts: Facts = {
  lsb: () => {
    const fields = assignments(readSystem('/etc/lsb-release') ?? '');
    const text = readSystem('/etc/os-release');
    const own = text === undefined ? {} : assignments(text);
    if (text === undefined && Object.keys(fields).length === 0) return {};
    const version = fields['DISTRIB_RELEASE'] ?? own['VERSION_ID'] ?? '';
    return {
      id: fields['DISTRIB_ID'] ?? distribution().name,
      description: fields['DISTRIB_DESCRIPTION'] ?? own['PRETTY_NAME'] ?? '',
      release: version,
      major_release: version.split('.')[0],
      codename: fields['DISTRIB_CODENAME'] ?? own['VERSION_CODENAME'] ?? '',
    };
  },
};

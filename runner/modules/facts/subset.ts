import { PlayError } from '../../diagnostics.ts';
import { factGroups } from './machine.ts';

const minimal =
  'apparmor cmdline date_time distribution dns env fips local lsb pkg_mgr platform selinux selinux_python service_mgr user'.split(
    ' ',
  );

const wide: Readonly<Record<string, readonly string[]>> = {
  all: Object.keys(factGroups),
  min: minimal,
  hardware: ['processor', 'memory', 'mounts'],
  network: ['interfaces'],
};

/** Words of Ansible's for which a Node process has nothing to tell. */
const empty = new Set(
  'caps chroot devices facter fibre_channel_wwn is_chroot iscsi nvme ohai python python_version ssh_host_pub_keys ssh_pub_keys system_capabilities system_capabilities_enforced'.split(
    ' ',
  ),
);

/** The groups of facts that `gather_subset` asks for. The smallest set is always among them, unless `!min` says otherwise. */
export function wantedGroups(written: readonly string[]): readonly string[] {
  const wanted = new Set<string>();
  const unwanted = new Set<string>();
  const named = new Set<string>();
  for (const word of written.map((each) => each.trim()).filter(Boolean)) {
    if (!word.startsWith('!'))
      for (const group of groupsOf(word)) (word === 'all' || word === 'min' ? wanted : named).add(group);
    else if (word === '!all') for (const group of wide['all']!) minimal.includes(group) || unwanted.add(group);
    else for (const group of groupsOf(word.slice(1))) unwanted.add(group);
  }
  if (wanted.size === 0 && named.size === 0) for (const group of wide['all']!) wanted.add(group);
  for (const group of minimal) wanted.add(group);
  return [...new Set([...wanted].filter((group) => !unwanted.has(group)).concat(...named))];
}

/** A word names a group, several of them, or a fact of one. */
function groupsOf(word: string): readonly string[] {
  if (wide[word]) return wide[word];
  if (factGroups[word]) return [word];
  const found = Object.entries(factGroups).filter(([, facts]) => Object.hasOwn(facts(), word));
  if (found.length > 0 || empty.has(word)) return found.map(([group]) => group);
  throw new PlayError({
    code: 'gather-subset',
    message: `"${word}" in gather_subset is no set of facts`,
    hint: `known are all, min, hardware, network, virtual, and each behind a ! to leave it out, or one of ${Object.keys(factGroups).join(', ')}`,
  });
}

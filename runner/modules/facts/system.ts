import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Facts } from './fact.ts';
import { firstThat, readSystem } from './read_system.ts';

const packageManagers = [
  ['/usr/bin/dnf5', 'dnf5'],
  ['/usr/bin/dnf', 'dnf'],
  ['/usr/bin/yum', 'yum'],
  ['/usr/bin/zypper', 'zypper'],
  ['/usr/bin/apt-get', 'apt'],
  ['/sbin/apk', 'apk'],
  ['/usr/bin/pacman', 'pacman'],
  ['/usr/bin/emerge', 'portage'],
  ['/usr/bin/xbps-install', 'xbps'],
  ['/opt/homebrew/bin/brew', 'homebrew'],
  ['/usr/local/bin/brew', 'homebrew'],
] as const;

function serviceManager(): string {
  if (process.platform === 'darwin') return 'launchd';
  if (existsSync('/run/systemd/system')) return 'systemd';
  if (existsSync('/sbin/openrc')) return 'openrc';
  const first = basename(readSystem('/proc/1/comm') ?? '');
  return first === '' || first === 'init' || first.endsWith('sh') ? 'sysvinit' : first;
}

/** The kernel's command line; a name without a value is true. */
function commandLine(): Record<string, unknown> {
  const words = (readSystem('/proc/cmdline') ?? '').split(/\s+/).filter(Boolean);
  return Object.fromEntries(
    words.map((word) => {
      const [name, ...value] = word.split('=');
      return [name, word.includes('=') ? value.join('=').replace(/^"|"$/g, '') : true];
    }),
  );
}

function dns(): Record<string, unknown> {
  const found: { nameservers?: string[]; domain?: string; search?: string[]; options?: Record<string, unknown> } = {};
  for (const line of (readSystem('/etc/resolv.conf') ?? '').split('\n')) {
    const [word, ...values] = line.trim().split(/\s+/);
    if (word === 'nameserver' && values[0]) found.nameservers = [...(found.nameservers ?? []), values[0]];
    if (word === 'domain' && values[0]) found.domain = values[0];
    if (word === 'search') found.search = values;
    if (word === 'options')
      found.options = Object.fromEntries(
        values.map((option) => [option.split(':')[0], option.includes(':') ? option.split(':')[1] : true]),
      );
  }
  return found;
}

/** How the system is run and set up. */
export const systemFacts: Facts = {
  apparmor: () => ({ status: existsSync('/sys/kernel/security/apparmor') ? 'enabled' : 'disabled' }),
  cmdline: () => (existsSync('/proc/cmdline') ? commandLine() : undefined),
  dns: () => dns(),
  env: ({ environment }) => ({ ...environment }),
  fips: () => readSystem('/proc/sys/crypto/fips_enabled') === '1',
  pkg_mgr: () => firstThat(packageManagers) ?? 'unknown',
  selinux: () => {
    const mode = readSystem('/sys/fs/selinux/enforce');
    return mode === undefined
      ? { status: 'disabled' }
      : { status: 'enabled', mode: mode === '1' ? 'enforcing' : 'permissive' };
  },
  selinux_python_present: () => false,
  service_mgr: () => serviceManager(),
};

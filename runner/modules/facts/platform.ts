import { arch, hostname, release, type, version } from 'node:os';
import type { Facts } from './fact.ts';
import { readSystem } from './read_system.ts';

/** As the kernel names it: `x86_64`, `aarch64`. */
function machine(): string {
  return { x64: 'x86_64', arm64: type() === 'Darwin' ? 'arm64' : 'aarch64', ia32: 'i686' }[arch() as string] ?? arch();
}

/** The full name, as far as the hosts file tells it; nobody is asked over the network. */
function fullName(): string {
  const name = hostname();
  if (name.includes('.')) return name;
  const lines = (readSystem('/etc/hosts') ?? '').split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const own = lines.find(([, ...names]) => names.includes(name));
  return own?.slice(1).find((each) => each.startsWith(`${name}.`)) ?? name;
}

/** The kernel and the names of the machine. */
export const platformFacts: Facts = {
  architecture: () => machine(),
  domain: () => fullName().split('.').slice(1).join('.'),
  fqdn: () => fullName(),
  hostname: () => hostname().split('.')[0],
  kernel: () => release(),
  kernel_version: () => version(),
  machine: () => machine(),
  machine_id: () => readSystem('/var/lib/dbus/machine-id') ?? readSystem('/etc/machine-id'),
  nodename: () => hostname(),
  system: () => type(),
  userspace_architecture: () => machine(),
  userspace_bits: () => (arch().endsWith('64') || arch() === 's390x' ? '64' : '32'),
};

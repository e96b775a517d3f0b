import { readFileSync } from 'node:fs';
import {
  arch,
  cpus,
  freemem,
  homedir,
  hostname,
  networkInterfaces,
  release,
  totalmem,
  type,
  uptime,
  userInfo,
  version,
} from 'node:os';
import { computedLayer, type Layer } from './layer.ts';
import { lazyRecord } from './lazy_record.ts';

type Fact = (environment: Readonly<Record<string, string>>) => unknown;

const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);

/** Facts about this machine, by Ansible's short names. Each is found out when it is asked for, not before. */
const facts: Readonly<Record<string, Fact>> = {
  architecture: () => machine(),
  machine: () => machine(),
  all_ipv4_addresses: () => addresses('IPv4'),
  all_ipv6_addresses: () => addresses('IPv6'),
  date_time: () => dateTime(new Date()),
  default_ipv4: () => defaultIpv4(),
  distribution: () => distribution().name,
  distribution_major_version: () => distribution().version.split('.')[0],
  distribution_release: () => distribution().release,
  distribution_version: () => distribution().version,
  domain: () => hostname().split('.').slice(1).join('.'),
  env: (environment) => ({ ...environment }),
  fqdn: () => hostname(),
  hostname: () => hostname().split('.')[0],
  interfaces: () => Object.keys(networkInterfaces()),
  kernel: () => release(),
  kernel_version: () => version(),
  memfree_mb: () => megabytes(freemem()),
  memtotal_mb: () => megabytes(totalmem()),
  nodename: () => hostname(),
  os_family: () => distribution().family,
  processor_count: () => 1,
  processor_nproc: () => cpus().length,
  processor_vcpus: () => cpus().length,
  system: () => type(),
  uptime_seconds: () => Math.floor(uptime()),
  user_dir: () => homedir(),
  user_gid: () => userInfo().gid,
  user_id: () => userInfo().username,
  user_shell: () => userInfo().shell ?? '',
  user_uid: () => userInfo().uid,
  userspace_bits: () => (arch().endsWith('64') ? '64' : '32'),
};

/** `ansible_facts` and each fact as `ansible_<name>`, with what modules returned as facts on top. */
export function factsLayer(
  environment: Readonly<Record<string, string>>,
  gathered: ReadonlyMap<string, unknown>,
  isGathered: () => boolean,
): Layer {
  const own = computedLayer(
    Object.fromEntries(Object.entries(facts).map(([name, fact]) => [`ansible_${name}`, () => fact(environment)])),
  );
  const shortNames = () => [...gathered.keys()].map((name) => name.replace(/^ansible_/, ''));
  const find = (name: string) =>
    gathered.has(name) ? gathered.get(name) : (gathered.get(`ansible_${name}`) ?? facts[name]?.(environment));
  const all = () => lazyRecord(new Set([...(isGathered() ? Object.keys(facts) : []), ...shortNames()]), find);
  return {
    data: true,
    has: (name) => name === 'ansible_facts' || gathered.has(name) || (isGathered() && own.has(name)),
    get(name, scope) {
      if (name === 'ansible_facts') return all();
      return gathered.has(name) ? gathered.get(name) : own.get(name, scope);
    },
    names: () => ['ansible_facts', ...gathered.keys(), ...(isGathered() ? own.names() : [])],
  };
}

/** As the kernel names it: `x86_64`, `aarch64`. */
function machine(): string {
  return { x64: 'x86_64', arm64: 'aarch64', ia32: 'i386' }[arch() as string] ?? arch();
}

function addresses(family: string): string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => each.family === family && !each.internal)
    .map((each) => each.address);
}

function defaultIpv4(): Record<string, unknown> {
  for (const [name, list] of Object.entries(networkInterfaces())) {
    const found = list?.find((each) => each.family === 'IPv4' && !each.internal);
    if (found) return { interface: name, address: found.address, netmask: found.netmask, macaddress: found.mac };
  }
  return {};
}

interface Distribution {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly family: string;
}

const families: readonly (readonly [RegExp, string])[] = [
  [/debian|ubuntu/, 'Debian'],
  [/rhel|fedora|centos|amzn/, 'RedHat'],
  [/suse/, 'Suse'],
  [/alpine/, 'Alpine'],
  [/arch/, 'Archlinux'],
];

function distribution(): Distribution {
  if (type() === 'Darwin') return { name: 'MacOSX', version: release(), release: release(), family: 'Darwin' };
  const fields = osRelease();
  const like = `${fields['ID'] ?? ''} ${fields['ID_LIKE'] ?? ''}`;
  const name = (fields['NAME'] ?? type()).replace(/ (GNU\/)?Linux$/, '');
  return {
    name,
    version: fields['VERSION_ID'] ?? '',
    release: fields['VERSION_CODENAME'] ?? '',
    family: families.find(([pattern]) => pattern.test(like))?.[1] ?? name,
  };
}

function osRelease(): Record<string, string> {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
    return Object.fromEntries(
      lines
        .filter((line) => line.includes('='))
        .map((line) => {
          const [name, ...value] = line.split('=');
          return [name, value.join('=').replace(/^"|"$/g, '')];
        }),
    );
  } catch {
    return {};
  }
}

function dateTime(now: Date): Record<string, string> {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  const epoch = String(Math.floor(now.getTime() / 1000));
  const utc = now.toISOString();
  return {
    date,
    time,
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
    weekday: now.toLocaleDateString('en-US', { weekday: 'long' }),
    weekday_number: String(now.getDay()),
    epoch,
    epoch_int: epoch,
    iso8601: `${utc.slice(0, 19)}Z`,
    iso8601_micro: `${utc.slice(0, 23)}000Z`,
    iso8601_basic: `${date.replaceAll('-', '')}T${time.replaceAll(':', '')}${utc.slice(20, 23)}000`,
    iso8601_basic_short: `${date.replaceAll('-', '')}T${time.replaceAll(':', '')}`,
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    tz_offset: offset(now),
  };
}

function offset(now: Date): string {
  const minutes = -now.getTimezoneOffset();
  const two = (number: number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}${two(minutes % 60)}`;
}

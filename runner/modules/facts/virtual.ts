import { existsSync } from 'node:fs';
import type { Facts } from './fact.ts';
import { readSystem } from './read_system.ts';

const machines: readonly (readonly [RegExp, string])[] = [
  [/KVM|QEMU|Amazon EC2|Google Compute|OpenStack|DigitalOcean/i, 'kvm'],
  [/VMware/i, 'VMware'],
  [/VirtualBox/i, 'virtualbox'],
  [/Virtual Machine/i, 'VirtualPC'],
  [/Xen|HVM domU/i, 'xen'],
];

function container(): string | undefined {
  if (existsSync('/.dockerenv')) return 'docker';
  if (existsSync('/run/.containerenv')) return 'podman';
  const groups = readSystem('/proc/1/cgroup') ?? '';
  if (/\/docker|\/kubepods/.test(groups)) return 'docker';
  return /\/lxc\//.test(groups) ? 'lxc' : undefined;
}

function guest(): readonly string[] {
  const inside = container();
  const made = ['product_name', 'sys_vendor'].map((file) => readSystem(`/sys/class/dmi/id/${file}`) ?? '').join(' ');
  const machine = machines.find(([pattern]) => pattern.test(made))?.[1];
  return [...(inside ? [inside, 'container'] : []), ...(machine ? [machine] : [])];
}

/** Whether the machine is a container or a virtual one. */
export const virtualFacts: Facts = {
  virtualization_role: () => (guest().length > 0 ? 'guest' : 'NA'),
  virtualization_tech_guest: () => guest(),
  virtualization_tech_host: () => (existsSync('/dev/kvm') ? ['kvm'] : []),
  virtualization_type: () => guest()[0] ?? 'NA',
};

import { statfsSync } from 'node:fs';
import type { Facts } from './fact.ts';
import { readSystem } from './read_system.ts';

/** File systems on devices of their own, or on other machines. */
function mounts(): Record<string, unknown>[] {
  const lines = (readSystem('/proc/mounts') ?? '').split('\n').map((line) => line.split(' '));
  return lines
    .filter(([device = '', , fstype]) => /^\/|:/.test(device) && fstype !== 'none')
    .map(([device, mount, fstype, options]) => ({
      device: unescaped(device!),
      mount: unescaped(mount!),
      fstype,
      options,
      uuid: 'N/A',
      ...space(unescaped(mount!)),
    }));
}

/** The kernel writes blanks in names as octal numbers. */
const unescaped = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

function space(mount: string): Record<string, number> {
  try {
    const { bsize, blocks, bavail, files, ffree } = statfsSync(mount);
    return {
      size_total: blocks * bsize,
      size_available: bavail * bsize,
      block_size: bsize,
      block_total: blocks,
      block_available: bavail,
      block_used: blocks - bavail,
      inode_total: files,
      inode_available: ffree,
      inode_used: files - ffree,
    };
  } catch {
    // A file system that does not answer has no sizes.
    return {};
  }
}

const identity = {
  bios_date: 'bios_date',
  bios_vendor: 'bios_vendor',
  bios_version: 'bios_version',
  board_name: 'board_name',
  board_vendor: 'board_vendor',
  board_version: 'board_version',
  chassis_vendor: 'chassis_vendor',
  chassis_version: 'chassis_version',
  product_name: 'product_name',
  product_serial: 'product_serial',
  product_uuid: 'product_uuid',
  product_version: 'product_version',
  system_vendor: 'sys_vendor',
} as const;

/** Disks, and what the maker says the machine is. */
export const mountFacts: Facts = {
  mounts: () => mounts(),
  ...Object.fromEntries(
    Object.entries(identity).map(([name, file]) => [name, () => readSystem(`/sys/class/dmi/id/${file}`) || 'NA']),
  ),
};

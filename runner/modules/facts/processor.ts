import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Facts } from './fact.ts';
import { readSystem } from './read_system.ts';

type Processor = Readonly<Record<string, string>>;

/** What the kernel tells of each processor; nothing where it tells nothing. */
function listed(): Processor[] {
  const text = readSystem('/proc/cpuinfo');
  if (!text) return [];
  return text.split(/\n\s*\n/).map((part) =>
    Object.fromEntries(
      part.split('\n').map((line) => {
        const [name = '', ...value] = line.split(':');
        return [name.trim(), value.join(':').trim()];
      }),
    ),
  );
}

/** Number, maker and model of each, one after the other in one list, as Ansible has it. */
function processorList(): string[] {
  const own = listed().filter((each) => each['processor'] !== undefined);
  if (own.length === 0) return cpus().flatMap(({ model }, index) => [String(index), model]);
  return own.flatMap((each) =>
    [each['processor'], each['vendor_id'], each['model name']].filter((text) => text !== undefined),
  );
}

function counts() {
  const own = listed().filter((each) => each['processor'] !== undefined);
  const all = cpus().length;
  const sockets = new Set(own.flatMap((each) => each['physical id'] ?? [])).size || 1;
  const cores = Number(own[0]?.['cpu cores'] ?? Math.max(1, Math.floor(all / sockets)));
  const siblings = Number(own[0]?.['siblings'] ?? cores);
  return { sockets, cores, threads: Math.max(1, Math.floor(siblings / cores)) };
}

/** The processors. */
export const processorFacts: Facts = {
  loadavg: () => {
    const [one, five, fifteen] = loadavg();
    return { '1m': one, '5m': five, '15m': fifteen };
  },
  processor: () => processorList(),
  processor_cores: () => counts().cores,
  processor_count: () => counts().sockets,
  processor_nproc: () => availableParallelism(),
  processor_threads_per_core: () => counts().threads,
  processor_vcpus: () => {
    const { sockets, cores, threads } = counts();
    return sockets * cores * threads;
  },
};

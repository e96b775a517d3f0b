import { freemem, totalmem, uptime } from 'node:os';
import type { Facts } from './fact.ts';
import { readSystem } from './read_system.ts';

/** Megabytes by the kernel's names; without the kernel's list, what Node knows. */
function memory(): Record<string, number> {
  const text = readSystem('/proc/meminfo');
  const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
  if (!text) return { MemTotal: megabytes(totalmem()), MemFree: megabytes(freemem()) };
  return Object.fromEntries(
    [...text.matchAll(/^([\w()]+):\s+(\d+)/gm)].map(([, name, kilobytes]) => [
      name,
      Math.floor(Number(kilobytes) / 1024),
    ]),
  );
}

function table() {
  const { MemTotal = 0, MemFree = 0, Cached = 0, Buffers = 0, SwapTotal = 0, SwapFree = 0, SwapCached = 0 } = memory();
  const free = MemFree + Cached + Buffers;
  return {
    real: { total: MemTotal, used: MemTotal - MemFree, free: MemFree },
    nocache: { free, used: MemTotal - free },
    swap: { total: SwapTotal, free: SwapFree, used: SwapTotal - SwapFree, cached: SwapCached },
  };
}

/** Memory, in megabytes. */
export const memoryFacts: Facts = {
  memfree_mb: () => table().real.free,
  memory_mb: () => table(),
  memtotal_mb: () => table().real.total,
  swapfree_mb: () => table().swap.free,
  swaptotal_mb: () => table().swap.total,
  uptime_seconds: () => Math.floor(uptime()),
};

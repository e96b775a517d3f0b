const GIB = 1024;

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}

/** The memory, in MiB, that each number of CPU units may have (Developer guide: Fargate task CPU and memory). */
const MEMORY_OF_CPU: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, GIB, 2 * GIB]],
  [512, steps(GIB, 4 * GIB, GIB)],
  [1024, steps(2 * GIB, 8 * GIB, GIB)],
  [2048, steps(4 * GIB, 16 * GIB, GIB)],
  [4096, steps(8 * GIB, 30 * GIB, GIB)],
  [8192, steps(16 * GIB, 60 * GIB, 4 * GIB)],
  [16_384, steps(32 * GIB, 120 * GIB, 8 * GIB)],
]);

function quantity(text: string, unit: RegExp, factor: number): number | undefined {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  const match = unit.exec(trimmed);
  return match ? Math.round(Number(match[1]) * factor) : undefined;
}

/** CPU units of `256` or `.25 vCPU`; undefined when the text is neither. */
export function cpuUnits(text: string): number | undefined {
  return quantity(text, /^(\d*\.?\d+)\s*vcpu$/i, 1024);
}

/** MiB of `512` or `0.5 GB`; undefined when the text is neither. */
export function memoryMib(text: string): number | undefined {
  return quantity(text, /^(\d*\.?\d+)\s*gb$/i, GIB);
}

/** Whether Fargate has tasks of this size. */
export function isFargateSize(cpu: number, memory: number): boolean {
  return MEMORY_OF_CPU.get(cpu)?.includes(memory) ?? false;
}

/** Whether Fargate has tasks of this many CPU units, with some memory. */
export function isFargateCpu(cpu: number): boolean {
  return MEMORY_OF_CPU.has(cpu);
}

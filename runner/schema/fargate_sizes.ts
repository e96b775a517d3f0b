/**
 * The sizes a Fargate task may have: CPU units, and the memory in MiB that goes with them (Amazon ECS Developer Guide,
 * "Task definition parameters for Fargate").
 */
const sizes: readonly { readonly cpu: number; readonly memory: readonly number[] }[] = [
  { cpu: 256, memory: [512, 1024, 2048] },
  { cpu: 512, memory: steps(1024, 4096, 1024) },
  { cpu: 1024, memory: steps(2048, 8192, 1024) },
  { cpu: 2048, memory: steps(4096, 16384, 1024) },
  { cpu: 4096, memory: steps(8192, 30720, 1024) },
  { cpu: 8192, memory: steps(16384, 61440, 4096) },
  { cpu: 16384, memory: steps(32768, 122880, 8192) },
];

/** A size that Fargate does not have, and which parameter to blame. */
export interface SizeProblem {
  readonly message: string;
  readonly hint: string;
  readonly of: 'cpu' | 'memory';
}

/** What is wrong with the size of a Fargate task, and what would be right; undefined when nothing is. */
export function fargateSizeProblem(cpu: unknown, memory: unknown): SizeProblem | undefined {
  const units = cpuUnits(cpu);
  const mebibytes = memoryMebibytes(memory);
  const size = sizes.find((each) => each.cpu === units);
  if (!size)
    return {
      message: `Fargate has no tasks with cpu ${cpu === undefined ? 'left out' : `"${String(cpu)}"`}`,
      of: 'cpu',
      hint: `one of ${sizes.map((each) => each.cpu).join(', ')}`,
    };
  if (size.memory.includes(mebibytes)) return undefined;
  return {
    message: `Fargate has no tasks with cpu ${size.cpu} and memory ${memory === undefined ? 'left out' : `"${String(memory)}"`}`,
    of: 'memory',
    hint: `with cpu ${size.cpu}, memory may be ${spellMemory(size.memory)}`,
  };
}

/** CPU units of `256`, `"256"` or `.25 vCPU`; NaN for anything else. */
export function cpuUnits(cpu: unknown): number {
  const [, amount, unit] = /^\s*(\d*\.?\d+)\s*(vcpus?)?\s*$/i.exec(String(cpu ?? '')) ?? [];
  return amount === undefined ? Number.NaN : Number(amount) * (unit ? 1024 : 1);
}

/** MiB of `512`, `"512"` or `1 GB`; NaN for anything else. */
export function memoryMebibytes(memory: unknown): number {
  const [, amount, unit] = /^\s*(\d*\.?\d+)\s*(gb)?\s*$/i.exec(String(memory ?? '')) ?? [];
  return amount === undefined ? Number.NaN : Number(amount) * (unit ? 1024 : 1);
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}

function spellMemory(memory: readonly number[]): string {
  if (memory.length <= 4) return memory.join(', ');
  return `${memory[0]} to ${memory.at(-1)} in steps of ${memory[1]! - memory[0]!}`;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fargateSizeProblem } from './fargate_sizes.ts';

const fine: readonly (readonly [unknown, unknown])[] = [
  ['256', '512'],
  [256, 2048],
  ['.25 vCPU', '0.5GB'],
  ['1 vCPU', '8 GB'],
  [4096, 30720],
  ['16384', '122880'],
];
for (const [cpu, memory] of fine)
  test(`cpu ${cpu} goes with memory ${memory}`, () => {
    assert.equal(fargateSizeProblem(cpu, memory), undefined);
  });

const wrong: readonly (readonly [unknown, unknown, string, string])[] = [
  ['300', '512', 'Fargate has no tasks with cpu "300"', 'one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
  ['lots', '512', 'Fargate has no tasks with cpu "lots"', 'one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
  [undefined, '512', 'Fargate has no tasks with cpu left out', 'one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
  ['256', '4096', 'Fargate has no tasks with cpu 256 and memory "4096"', 'with cpu 256, memory may be 512, 1024, 2048'],
  [
    '512',
    undefined,
    'Fargate has no tasks with cpu 512 and memory left out',
    'with cpu 512, memory may be 1024, 2048, 3072, 4096',
  ],
  [
    8192,
    17408,
    'Fargate has no tasks with cpu 8192 and memory "17408"',
    'with cpu 8192, memory may be 16384 to 61440 in steps of 4096',
  ],
];
for (const [cpu, memory, message, hint] of wrong)
  test(`cpu ${cpu} with memory ${memory} is refused`, () => {
    const { of: _, ...problem } = fargateSizeProblem(cpu, memory)!;
    assert.deepEqual(problem, { message, hint });
  });

import { fargateSizeProblem } from './fargate_sizes.ts';
import { literalItems } from './literal_items.ts';
import type { Rule } from './rules.ts';

const isLiteral = (value: unknown): boolean =>
  value === undefined || value === null || typeof value === 'string' || typeof value === 'number';

/** Fargate has tasks of certain sizes only. */
export const fargateSize: Rule = function* ({ state, launch_type, cpu, memory }) {
  if (state === 'absent' || launch_type !== 'FARGATE' || !isLiteral(cpu) || !isLiteral(memory)) return;
  const problem = fargateSizeProblem(cpu, memory);
  if (problem) yield { code: 'fargate-size', message: problem.message, hint: problem.hint, path: [problem.of] };
};

/** What Fargate has no use for: other networks than `awsvpc`, and settings of hosts. */
export const fargateNetwork: Rule = function* ({ launch_type, network_mode }) {
  if (launch_type !== 'FARGATE' || typeof network_mode !== 'string' || network_mode === 'awsvpc') return;
  yield {
    code: 'fargate-network',
    message: `Fargate has no network mode "${network_mode}"`,
    hint: 'use awsvpc',
    path: ['network_mode'],
  };
};

/** With `awsvpc` a container serves on its own address, so the host's port can be no other. */
export const hostPorts: Rule = function* ({ network_mode, launch_type, containers }) {
  if (network_mode !== 'awsvpc' && launch_type !== 'FARGATE') return;
  for (const { item, index } of literalItems(containers))
    for (const { item: mapping, index: place } of literalItems(item['portMappings'])) {
      const { containerPort, hostPort } = mapping;
      if (typeof containerPort !== 'number' || typeof hostPort !== 'number' || containerPort === hostPort) continue;
      yield {
        code: 'host-port',
        message: `hostPort ${hostPort} differs from containerPort ${containerPort}, which awsvpc does not allow`,
        hint: 'leave hostPort out',
        path: ['containers', index, 'portMappings', place, 'hostPort'],
      };
    }
};

/** Names of containers are their keys. */
export const containerNames: Rule = function* ({ containers }) {
  const seen = new Set<unknown>();
  for (const { item, index } of literalItems(containers)) {
    const { name } = item;
    if (typeof name !== 'string') continue;
    if (seen.has(name))
      yield {
        code: 'container-twice',
        message: `there are two containers named "${name}"`,
        hint: 'names must differ within a task',
        path: ['containers', index, 'name'],
      };
    seen.add(name);
  }
};

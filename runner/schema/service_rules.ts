import type { Rule } from './rules.ts';

/** With these percentages no task can be stopped before another starts, nor started before another is stopped. */
export const deploymentPercents: Rule = function* ({ deployment_configuration, scheduling_strategy }) {
  if (typeof deployment_configuration !== 'object' || deployment_configuration === null) return;
  const { minimum_healthy_percent: least, maximum_percent: most } = deployment_configuration as Record<string, unknown>;
  if (typeof least !== 'number' || typeof most !== 'number' || scheduling_strategy === 'DAEMON') return;
  if (least < 100 || most > 100) return;
  yield {
    code: 'deployment-stuck',
    message: `minimum_healthy_percent ${least} with maximum_percent ${most} leaves a deployment no room`,
    hint: 'lower the first or raise the second',
    path: ['deployment_configuration'],
  };
};

/** An instance-wide service has no count. */
export const daemonCount: Rule = function* ({ scheduling_strategy, desired_count }) {
  if (scheduling_strategy !== 'DAEMON' || typeof desired_count !== 'number') return;
  yield {
    code: 'daemon-count',
    message: 'a DAEMON service runs one task on each instance and has no desired_count',
    hint: 'leave desired_count out',
    path: ['desired_count'],
  };
};

import { checkDeviations } from './checks.ts';
import type { Deviations } from './deviation.ts';
import { caseDeviations } from './found_by_cases.ts';
import { runningDeviations } from './running.ts';
import { valueDeviations } from './values.ts';

/** Every deliberate deviation from Ansible, by what it is about. */
export const deviationGroups: Readonly<Record<string, Deviations>> = {
  'Refused before anything is touched': checkDeviations,
  'Variables and templates': valueDeviations,
  'Running and reporting': runningDeviations,
  Details: caseDeviations,
};

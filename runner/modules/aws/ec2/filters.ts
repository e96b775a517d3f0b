import type { Filter } from '@aws-sdk/client-ec2';
import type { Tags } from '../../../aws/tags.ts';

/** Filters of EC2's Describe operations from a dict, as playbooks write them; entries without a value are left out. */
export function ec2Filters(dict: Readonly<Record<string, unknown>>): Filter[] {
  return Object.entries(dict)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([Name, value]) => ({ Name, Values: (Array.isArray(value) ? value : [value]).map(String) }));
}

/** Filters that only things with all of these tags pass. */
export function tagFilters(tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tag:${key}`, value]));
}
